namespace Bulutfon.Webhooks.Server.Operators;

/// <summary>Each role may do what those before it may.</summary>
internal static class OperatorRole
{
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Viewer, Operator, Admin];

    /// <returns><see cref="Operator"/> for an unset one, null for a role that does not exist.</returns>
    public static string? Find(string? role) => string.IsNullOrEmpty(role) ? Operator : All.FirstOrDefault(known => known.Equals(role, StringComparison.OrdinalIgnoreCase));
}
