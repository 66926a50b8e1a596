using System.Text.RegularExpressions;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Hides what follows <c>/webhooks/bulutfon/</c> in a text: it can be a hook's path token, which is a credential. The
/// framework's own log scopes and messages contain the path, so that leaving it out of our lines is not enough. An address that was
/// written nearly right, with a slash too many or one as <c>%2F</c>, is answered 404 and has the token all the same. Configured tokens are hidden in any place.
/// </summary>
internal static partial class PathTokenMask
{
    /// <summary>Where Bulutfon posts to; a path token is the segment after it.</summary>
    public const string InboundPath = "/webhooks/bulutfon";

    public static string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return KnownTokens.Hide(TokenRegex().Replace(text, "${path}***"));
    }

    // What ends a path in a log line; a quote inside JSON is preceded by a backslash.
    [GeneratedRegex("""(?<path>webhooks?(?:/|%2F)+bulutfon(?:/|%2F)+)[^ \t\r\n"'?#<>\\]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenRegex();
}
