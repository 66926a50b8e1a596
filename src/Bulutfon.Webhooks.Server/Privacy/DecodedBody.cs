using System.Globalization;
using System.IO.Compression;
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

    private const int MostUnpacked = 16 * 1024 * 1024;

    public static IEnumerable<string> TextsOf(byte[] body) => TextsOf(Encoding.Latin1.GetString(body))
        .Concat(Encoding.UTF8.GetString(body) is var text && text.Length < body.Length ? TextsOf(text) : []);

    /// <summary>The same, of what was refused because it is compressed too.</summary>
    public static IEnumerable<string> TextsOfRefused(byte[] body) =>
        TextsOf(body).Concat(Unpacked(body).SelectMany(TextsOf));

    private static IEnumerable<string> TextsOf(string text)
    {
        // UTF-16 has a zero beside each digit.
        text = text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
        yield return text;
        for (var round = 0; round < MostRounds && (text.Contains('%', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal)); round++)
        {
            var decoded = WithoutBackslashes(WithoutPercents(text));
            if (decoded.Length == text.Length)
            {
                break;
            }

            yield return text = decoded;
        }
    }

    private static string WithoutPercents(string text)
    {
        var decoded = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' && TryHex(text, at + 1, 2) is { } character)
            {
                decoded.Append(character);
                at += 2;
            }
            else
            {
                decoded.Append(text[at]);
            }
        }

        return decoded.ToString();
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

    private static IEnumerable<byte[]> Unpacked(byte[] body) =>
    [
        Unpack(body, packed => new GZipStream(packed, CompressionMode.Decompress)),
        Unpack(body, packed => new ZLibStream(packed, CompressionMode.Decompress)),
        Unpack(body, packed => new DeflateStream(packed, CompressionMode.Decompress)),
        Unpack(body, packed => new BrotliStream(packed, CompressionMode.Decompress)),
    ];

    /// <summary>As far as it can be unpacked.</summary>
    private static byte[] Unpack(byte[] body, Func<Stream, Stream> open)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var stream = open(new MemoryStream(body));
            var buffer = new byte[8192];
            for (int read; unpacked.Length < MostUnpacked && (read = stream.Read(buffer)) > 0;)
            {
                unpacked.Write(buffer, 0, read);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            // Another way to compress, or damaged.
        }

        return unpacked.ToArray();
    }
}
