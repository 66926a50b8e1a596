using System.Buffers;
using System.Globalization;
using System.Text;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// The path tokens that were ever configured in this process. Each is hidden wherever it appears in a log line or a span, because an address that is written nearly
/// right (<c>/webhooks/bulutfon;a/TOKEN</c>) ends in the log too. Escapes such as <c>%54</c> and capitals hide no token.
/// </summary>
internal static class KnownTokens
{
    /// <summary>More than all hooks of several reloads have.</summary>
    private const int Most = 10_000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Tokens = new(StringComparer.OrdinalIgnoreCase);
    private static volatile SearchValues<string>? _search;

    public static void Add(IEnumerable<string> tokens)
    {
        lock (Gate)
        {
            var count = Tokens.Count;
            foreach (var token in tokens.Where(token => token.Length > 0 && Tokens.Count < Most))
            {
                Tokens.Add(token);
            }

            if (Tokens.Count > count)
            {
                _search = SearchValues.Create([.. Tokens], StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    public static string Hide(string text)
    {
        if (_search is not { } search)
        {
            return text;
        }

        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text.AsSpan().ContainsAny(search) ? Hide(text, text, search, place => place) : text;
        }

        var (meant, places) = Unescape(text);
        return meant.AsSpan().ContainsAny(search) ? Hide(text, meant, search, place => places[place]) : text;
    }

    private static string Hide(string text, string meant, SearchValues<string> search, Func<int, int> placeOf)
    {
        var hidden = new StringBuilder(text.Length);
        var copied = 0;
        for (var at = 0; meant.AsSpan(at).IndexOfAny(search) is >= 0 and var found;)
        {
            var start = at + found;
            at = start + LengthAt(meant, start);
            hidden.Append(text, copied, placeOf(start) - copied).Append("***");
            copied = placeOf(at);
        }

        return hidden.Append(text, copied, text.Length - copied).ToString();
    }

    private static int LengthAt(string meant, int start)
    {
        lock (Gate)
        {
            return Tokens.Where(token => meant.AsSpan(start).StartsWith(token, StringComparison.OrdinalIgnoreCase)).Max(token => token.Length);
        }
    }

    /// <summary>The text without its percent escapes, also doubled ones, and where each character of it begins in the text; at the end, where that ends.</summary>
    private static (string Meant, List<int> Places) Unescape(string text)
    {
        var (meant, places) = (new StringBuilder(text.Length), new List<int>(text.Length + 1));
        for (var at = 0; at < text.Length;)
        {
            places.Add(at);
            var character = text[at++];
            while (character == '%' && at + 2 <= text.Length && byte.TryParse(text.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                (character, at) = ((char)value, at + 2);
            }

            meant.Append(character);
        }

        places.Add(text.Length);
        return (meant.ToString(), places);
    }
}
