using System.Runtime.InteropServices;
using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>
/// What a batch changes in the roll-ups, wherever they are stored: when a call changes, what it added before is taken away and what
/// it adds now is added, so the rows are those that the final calls give, by whatever way they became what they are. The changes
/// are summed up first; then a row is read and written once.
/// </summary>
internal sealed class RollupChanges
{
    /// <summary>For each row the changes of its quarter hours; they may add up to none.</summary>
    public Dictionary<(RollupKey Key, long Block), Dictionary<int, CallFigures>> Figures { get; } = [];

    /// <summary>For each eight hours the changes of the numbers' calls and missed calls; they may add up to none.</summary>
    public Dictionary<long, Dictionary<NumberCount, (int Calls, int Missed)>> Numbers { get; } = [];

    /// <summary>Counts a call as it is now instead of as it was.</summary>
    /// <param name="before">As it was; null if it is new.</param>
    /// <param name="after">As it is now.</param>
    public void Replace(JudgedCall? before, JudgedCall after)
    {
        var added = CallContribution.Of(after);
        if (before is not null)
        {
            var taken = CallContribution.Of(before);
            if (taken.IsLike(added))
            {
                return;
            }

            Add(taken, -1);
        }

        Add(added, 1);
    }

    /// <summary>Begins with another batch.</summary>
    public void Clear()
    {
        Figures.Clear();
        Numbers.Clear();
    }

    private void Add(CallContribution call, int times)
    {
        var (block, quarter) = RollupBlock.PlaceOf(QuarterHour.Of(call.StartedAt));
        foreach (var key in call.Keys)
        {
            ref var quarters = ref CollectionsMarshal.GetValueRefOrAddDefault(Figures, (key, block), out _);
            ref var figures = ref CollectionsMarshal.GetValueRefOrAddDefault(quarters ??= [], quarter, out _);
            (figures ??= new CallFigures()).Add(call, times);
        }

        if (call.Number is { } number)
        {
            ref var numbers = ref CollectionsMarshal.GetValueRefOrAddDefault(Numbers, block, out _);
            var count = new NumberCount(NumberCount.CodeOf(number), (byte)quarter, call.IsOutbound);
            ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers ??= [], count, out _);
            change = (change.Calls + times, change.Missed + (call.IsMissed ? times : 0));
        }
    }
}
