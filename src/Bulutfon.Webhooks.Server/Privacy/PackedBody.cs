using System.IO.Compression;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>Unpacks a body that was refused because it is compressed, within a bound: a few kilobytes may unpack to gigabytes.</summary>
internal static class PackedBody
{
    private static readonly Func<Stream, Stream>[] Ways =
    [
        packed => new GZipStream(packed, CompressionMode.Decompress),
        packed => new ZLibStream(packed, CompressionMode.Decompress),
        packed => new DeflateStream(packed, CompressionMode.Decompress),
        packed => new BrotliStream(packed, CompressionMode.Decompress),
    ];

    /// <summary>What each way of compressing makes of it, as far as it can be unpacked; null if one makes more than the bound.</summary>
    /// <param name="body">The body.</param>
    /// <param name="mostBytes">The bound.</param>
    public static IReadOnlyList<byte[]>? Unpack(byte[] body, int mostBytes)
    {
        var found = new List<byte[]>();
        foreach (var way in Ways)
        {
            if (Unpack(body, way, mostBytes) is not { } unpacked)
            {
                return null;
            }

            if (unpacked.Length > 0)
            {
                found.Add(unpacked);
            }
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
