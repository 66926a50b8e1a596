namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>
/// Writes a posting as its difference from the one before, in bytes of seven bits: the same value again takes a byte for the key
/// and few for the place.
/// </summary>
internal static class PostingCode
{
    /// <summary>The most bytes of one posting: three numbers of up to ten bytes.</summary>
    public const int MaxBytes = 30;

    public static int Write(Span<byte> into, Posting before, Posting posting)
    {
        // Keys ascend, so their difference is never negative, though it may need all 64 bits.
        var written = WriteNumber(into, unchecked((ulong)(posting.Key - before.Key)));
        written += WriteNumber(into[written..], Fold(posting.Place.Timestamp - before.Place.Timestamp));
        return written + WriteNumber(into[written..], Fold(posting.Place.Id - before.Place.Id));
    }

    /// <summary>Reads the posting that begins at an offset, and moves that behind it.</summary>
    public static Posting Read(ReadOnlySpan<byte> from, ref int at, Posting before)
    {
        var key = unchecked(before.Key + (long)ReadNumber(from, ref at));
        var timestamp = unchecked(before.Place.Timestamp + Unfold(ReadNumber(from, ref at)));
        var id = unchecked(before.Place.Id + Unfold(ReadNumber(from, ref at)));
        return new Posting(key, new Place(timestamp, id));
    }

    private static ulong Fold(long difference) => unchecked((ulong)((difference << 1) ^ (difference >> 63)));

    private static long Unfold(ulong folded) => unchecked((long)(folded >> 1) ^ -(long)(folded & 1));

    private static int WriteNumber(Span<byte> into, ulong number)
    {
        var length = 0;
        while (number >= 0x80)
        {
            into[length++] = (byte)(number | 0x80);
            number >>= 7;
        }

        into[length++] = (byte)number;
        return length;
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> from, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = from[at++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
