using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>One password of an account as it is configured: as a text or as a hash.</summary>
/// <param name="TextKey">The name of the key that holds the text.</param>
/// <param name="Text">The text; empty counts as unset.</param>
/// <param name="HashKey">The name of the key that holds the hash.</param>
/// <param name="Hash">The hash; empty counts as unset.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConfiguredPassword(string TextKey, string? Text, string HashKey, string? Hash)
{
    public bool HasText => !string.IsNullOrEmpty(Text);

    public bool HasHash => !string.IsNullOrEmpty(Hash);

    public bool IsSet => HasText || HasHash;
}
