using System.Buffers;
using System.Text;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Hides what follows <c>/webhooks/bulutfon/</c> in a text: it can be a hook's path token, which is a credential. The
/// framework's own log scopes and messages contain the path, so that leaving it out of our lines is not enough.
/// </summary>
internal static class PathTokenMask
{
    /// <summary>Where Bulutfon posts to; a path token is the segment after it.</summary>
    public const string InboundPath = "/webhooks/bulutfon";

    private const string Prefix = InboundPath + "/";
    private const string Hidden = "***";

    // What ends a path in a log line; a quote inside JSON is preceded by a backslash.
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'?#<>\\");

    public static string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var found = text.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        if (found < 0)
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        var copied = 0;
        while (found >= 0)
        {
            var token = found + Prefix.Length;
            var end = EndOfToken(text, token);
            masked.Append(text, copied, token - copied).Append(end > token ? Hidden : "");
            copied = end;
            found = text.IndexOf(Prefix, end, StringComparison.OrdinalIgnoreCase);
        }

        return masked.Append(text, copied, text.Length - copied).ToString();
    }

    private static int EndOfToken(string text, int start)
    {
        var length = text.AsSpan(start).IndexOfAny(Ends);
        return length < 0 ? text.Length : start + length;
    }
}
