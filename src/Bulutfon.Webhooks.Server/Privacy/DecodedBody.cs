using System.Buffers;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>
/// All texts that a body may mean, whether or not it can be read as an event: as it came, without the escapes of forms and of JSON, and
/// those again, as for JSON text in a field of a form. Errors are passed over.
/// </summary>
internal static class DecodedBody
{
    /// <summary>JSON in a text in JSON in a form is four.</summary>
    private const int MostRounds = 8;

    /// <summary>All texts that a body may mean.</summary>
    /// <param name="body">The body as it came.</param>
    /// <param name="contentType">Its content type. In a form a plus sign is a blank, not the sign of a country code.</param>
    public static IEnumerable<string> TextsOf(byte[] body, string? contentType = null) =>
        Encoded(body).SelectMany(text => WithBlanks(text, contentType)).SelectMany(Decoded).Distinct(StringComparer.Ordinal);

    /// <summary>The same, of what was refused because it is compressed too. Null if that is larger than a body may be, so that nothing can be said of it.</summary>
    /// <param name="body">The body as it came.</param>
    /// <param name="mostBytes">The most bytes that are unpacked.</param>
    /// <param name="contentType">Its content type.</param>
    public static IEnumerable<string>? TextsOfRefused(byte[] body, int mostBytes, string? contentType = null)
    {
        var unpacked = PackedBody.Unpack(body, mostBytes);
        return unpacked is null ? null : TextsOf(body, contentType).Concat(unpacked.SelectMany(each => TextsOf(each, contentType)));
    }

    private static IEnumerable<string> WithBlanks(string text, string? contentType) =>
        text.Contains('+', StringComparison.Ordinal) && contentType?.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            ? [text, text.Replace('+', ' ')]
            : [text];

    /// <summary>The bytes in every encoding that they may be in. One byte a letter comes first: in it no byte is lost.</summary>
    private static IEnumerable<string> Encoded(byte[] body)
    {
        yield return Encoding.Latin1.GetString(body);
        if (Encoding.UTF8.GetString(body) is var text && text.Length < body.Length)
        {
            yield return text;
        }

        // UTF-16 and UTF-32 have a zero beside each ASCII character, or a mark of their byte order.
        if (body.AsSpan().Contains((byte)0) || body is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..])
        {
            foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
            {
                yield return encoding.GetString(body);
                yield return encoding.GetString(body.AsSpan(Math.Min(1, body.Length)));
            }
        }
    }

    /// <summary>A text, and what is left when its escapes are resolved once, twice and so on.</summary>
    private static IEnumerable<string> Decoded(string text)
    {
        yield return text;
        for (var round = 0; round < MostRounds && text.AsSpan().IndexOfAny('%', '\\', '&') >= 0; round++)
        {
            var decoded = WebUtility.HtmlDecode(WithoutBackslashes(WithoutPercents(text)));
            if (decoded.Length == text.Length)
            {
                break;
            }

            yield return text = decoded;
        }
    }

    /// <summary>Runs of <c>%XX</c> as UTF-8; bytes that are none, as one letter each.</summary>
    private static string WithoutPercents(string text)
    {
        var decoded = new StringBuilder(text.Length);
        var bytes = new List<byte>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' && TryHex(text, at + 1, 2) is { } value)
            {
                bytes.Add((byte)value);
                at += 2;
                continue;
            }

            AppendBytes(decoded, bytes);
            if (text[at] == '%' && at + 1 < text.Length && text[at + 1] is 'u' or 'U' && TryHex(text, at + 2, 4) is { } character)
            {
                // Old scripts escape so.
                decoded.Append(character);
                at += 5;
                continue;
            }

            decoded.Append(text[at]);
        }

        AppendBytes(decoded, bytes);
        return decoded.ToString();
    }

    private static void AppendBytes(StringBuilder decoded, List<byte> bytes)
    {
        var rest = CollectionsMarshal.AsSpan(bytes);
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out var character, out var length) == OperationStatus.Done)
            {
                decoded.Append(character);
            }
            else
            {
                (length, _) = (1, decoded.Append((char)rest[0]));
            }

            rest = rest[length..];
        }

        bytes.Clear();
    }

    private static string WithoutBackslashes(string text)
    {
        var decoded = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                decoded.Append(text[at]);
            }
            else if (text[at + 1] is 'u' or 'U' && TryHex(text, at + 2, 4) is { } character)
            {
                decoded.Append(character);
                at += 5;
            }
            else if (text[at + 1] is 'x' && TryHex(text, at + 2, 2) is { } short2)
            {
                decoded.Append(short2);
                at += 3;
            }
            else
            {
                decoded.Append(text[++at] is 'n' or 't' or 'r' or 'b' or 'f' ? ' ' : text[at]);
            }
        }

        return decoded.ToString();
    }

    private static char? TryHex(string text, int at, int length) =>
        at + length <= text.Length && ushort.TryParse(text.AsSpan(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : null;
}
