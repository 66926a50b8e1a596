using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A number outside of the PBX that can be dialled.</summary>
internal static class OutsideNumber
{
    /// <summary>Menus, groups and extensions are shorter.</summary>
    public const int ShortestLength = 7;

    /// <summary>The outside number of a call: who called in, or was called; null of internal calls and where there is none to dial.</summary>
    public static string? KeyOf(CallFacts facts) =>
        facts.IsInbound ? KeyOf(facts.Caller)
        : facts.IsOutbound ? KeyOf(facts.Callee)
        : null;

    /// <summary>The number's <see cref="NumberKey"/>, if it is one outside that can be dialled.</summary>
    public static string? KeyOf(string? number) =>
        NumberKey.Of(number) is { } key && NumberKey.DigitsOf(key).Length >= ShortestLength ? key : null;
}
