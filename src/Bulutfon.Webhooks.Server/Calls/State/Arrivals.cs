namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// The union of arrivals, in order. Of more than <see cref="Limit"/> the first and the last half are kept: both are what
/// remains of the whole however it was split, so the bound does not depend on an order either.
/// </summary>
internal static class Arrivals
{
    public const int Limit = 16;

    public static Arrival[] Union(Arrival[] one, Arrival[] other)
    {
        if (one.Length == 0 || ReferenceEquals(one, other))
        {
            return other;
        }

        if (other.Length == 0)
        {
            return one;
        }

        Span<Arrival> union = new Arrival[one.Length + other.Length];
        var length = Merge(one, other, union);
        if (length <= Limit)
        {
            return union[..length].ToArray();
        }

        return [.. union[..(Limit / 2)], .. union[(length - (Limit / 2))..length]];
    }

    private static int Merge(Arrival[] one, Arrival[] other, Span<Arrival> union)
    {
        var (i, j, length) = (0, 0, 0);
        while (i < one.Length || j < other.Length)
        {
            var order = i == one.Length ? 1 : j == other.Length ? -1 : Arrival.Compare(one[i], other[j]);
            union[length++] = order <= 0 ? one[i] : other[j];
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return length;
    }
}
