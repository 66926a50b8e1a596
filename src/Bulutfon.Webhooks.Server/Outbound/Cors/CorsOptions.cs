namespace Bulutfon.Webhooks.Server.Outbound.Cors;

/// <summary>Which pages of other origins may call the API; section <c>Cors</c>.</summary>
internal sealed class CorsOptions
{
    public const string Section = "Cors";

    /// <summary>Origins as browsers send them, such as <c>https://crm.example.com</c>: scheme, host, and port if it is not the usual one. Default: none.</summary>
    public IList<string> Origins { get; } = [];
}
