using System.Runtime.InteropServices;
using System.Security.Claims;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>What a check of credentials came to.</summary>
/// <param name="Kind">Whether they are right, or why they do not count.</param>
/// <param name="Principal">Whose they are; null unless right.</param>
/// <param name="RetryAfter">When a limited source may try again.</param>
/// <param name="RefusedKey">Where the account is configured that may not be used from there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Verdict(VerdictKind Kind, ClaimsPrincipal? Principal = null, TimeSpan RetryAfter = default, string? RefusedKey = null)
{
    public static readonly Verdict Wrong;

    public static readonly Verdict Busy = new(VerdictKind.Busy);

    public static readonly Verdict ForeignOrigin = new(VerdictKind.ForeignOrigin);

    public static Verdict ForeignNetwork(string configurationKey) => new(VerdictKind.ForeignNetwork, RefusedKey: configurationKey);

    public static Verdict Limited(TimeSpan retryAfter) => new(VerdictKind.Limited, RetryAfter: retryAfter);
}

internal enum VerdictKind
{
    /// <summary>Nobody's.</summary>
    Wrong,

    Right,

    /// <summary>Not checked: too many other unknown passwords are being checked.</summary>
    Busy,

    /// <summary>Not checked: too many wrong ones came from there, or for this account.</summary>
    Limited,

    /// <summary>Right, but not from there.</summary>
    ForeignNetwork,

    /// <summary>A page of another origin tries to act with the cookie of a person who has signed in here.</summary>
    ForeignOrigin,
}
