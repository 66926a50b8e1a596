namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>An address on this server, as it may be written into a header.</summary>
internal static class LocalAddress
{
    /// <summary>Any host does: it shows whether the address leads away from it.</summary>
    private static readonly Uri Here = new("http://here.invalid");

    /// <summary>The address with everything escaped that a header cannot hold; <c>/</c> for one that leads elsewhere, where a person who has just signed in would be led astray.</summary>
    public static string Of(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl)
        && Uri.TryCreate(Here, address, out var there) && there.Authority == Here.Authority && there.Scheme == Here.Scheme && there.UserInfo.Length == 0
        && there.GetComponents(UriComponents.PathAndQuery | UriComponents.Fragment, UriFormat.UriEscaped) is ['/', ..] and not ['/', '/' or '\\', ..] and var escaped
            ? escaped
            : "/";
}
