using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>
/// The eight hours of a row of the roll-ups, which holds the figures of its quarter hours. A row a quarter would cost a month's
/// reading tens of thousands of rows; a row a day, each event's writing three times the bytes.
/// </summary>
internal static class RollupBlock
{
    private const int Quarters = 32;

    /// <summary>The block of a quarter hour, and its place in there.</summary>
    public static (long Block, int Quarter) PlaceOf(long quarter)
    {
        var place = (int)(((quarter % Quarters) + Quarters) % Quarters);
        return ((quarter - place) / Quarters, place);
    }

    /// <summary>The quarter hour at a place of a block.</summary>
    public static long QuarterOf(long block, int place) => (block * Quarters) + place;

    /// <summary>Adds what a row has of a time to what it is told to add to.</summary>
    /// <inheritdoc cref="IRollups.AddFigures"/>
    public static void AddFigures(RollupKey key, long block, ReadOnlySpan<byte> figures, long from, long to, FiguresTarget targetOf) =>
        CallFiguresFormat.AddTo(figures, (place, calls, missed) =>
            QuarterOf(block, place) is var quarter && quarter >= from && quarter < to ? targetOf(key, quarter, calls, missed) : null);
}
