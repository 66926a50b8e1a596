using System.IO.Compression;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>Unpacks a body that was refused because it is compressed, within a bound: a few kilobytes may unpack to gigabytes.</summary>
internal static class PackedBody
{
    /// <summary>The most layers that are unpacked: a proxy may compress what is compressed.</summary>
    private const int MostLayers = 3;

    private static readonly Func<Stream, Stream>[] Ways =
    [
        packed => new GZipStream(packed, CompressionMode.Decompress),
        packed => new ZLibStream(packed, CompressionMode.Decompress),
        packed => new DeflateStream(packed, CompressionMode.Decompress),
        packed => new BrotliStream(packed, CompressionMode.Decompress),
    ];

    /// <summary>Whether a body begins as gzip or zlib do, also one that was sent without saying so.</summary>
    /// <param name="body">The body.</param>
    public static bool LooksPacked(byte[] body) => body is [0x1F, 0x8B, ..] or [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..];

    /// <summary>What each way of compressing makes of it, as far as it can be unpacked; null if one makes more than the bound.</summary>
    /// <param name="body">The body.</param>
    /// <param name="mostBytes">The bound.</param>
    public static IReadOnlyList<byte[]>? Unpack(byte[] body, int mostBytes) => Unpack(body, mostBytes, MostLayers);

    private static List<byte[]>? Unpack(byte[] body, int mostBytes, int layers)
    {
        var found = new List<byte[]>();
        foreach (var way in Ways)
        {
            if (Unpack(body, way, mostBytes) is not { } unpacked)
            {
                return null;
            }

            if (unpacked.Length == 0)
            {
                continue;
            }

            found.Add(unpacked);
            if (!LooksPacked(unpacked))
            {
                continue;
            }

            // Packed again beyond the last layer: nothing can be said of it.
            if (layers == 1 || Unpack(unpacked, mostBytes, layers - 1) is not { } inner)
            {
                return null;
            }

            found.AddRange(inner);
        }

        return found;
    }

    private static byte[]? Unpack(byte[] body, Func<Stream, Stream> open, int mostBytes)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var stream = open(new MemoryStream(body));
            var buffer = new byte[8192];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                unpacked.Write(buffer, 0, read);
                if (unpacked.Length > mostBytes)
                {
                    return null;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            // Another way to compress, or damaged.
        }

        return unpacked.ToArray();
    }
}
