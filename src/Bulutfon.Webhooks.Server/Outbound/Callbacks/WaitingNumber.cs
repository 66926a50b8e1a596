using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

/// <summary>A number and its calls that nobody answered and nobody returned, by their beginning.</summary>
internal sealed record WaitingNumber(string Number, IReadOnlyList<CallSummary> Calls)
{
    public long FirstAt => Calls[0].StartedAt;

    public long LastAt => Calls[^1].StartedAt;

    /// <summary>What is left of unanswered calls without those that were returned; null if nothing is.</summary>
    public static WaitingNumber? Of(string number, IEnumerable<JudgedCall> unanswered, IReadOnlyList<OutsideTalk> talks, Func<JudgedCall, CallSummary> summarize)
    {
        CallSummary[] waiting = [.. unanswered
            .Where(call => !talks.Any(talk => talk.Returns(call.Facts.Did, call.Facts.ListedAt)))
            .Select(summarize)
            .OrderBy(call => call.StartedAt)];
        return waiting.Length > 0 ? new WaitingNumber(number, waiting) : null;
    }

    /// <summary>What is left when somebody marked the calls that there were as done; null if nothing is.</summary>
    public WaitingNumber? Without(CallbackMarkRow? mark)
    {
        if (mark is not { State: CallbackMark.Done })
        {
            return this;
        }

        CallSummary[] newer = [.. Calls.Where(call => call.StartedAt > mark.LastCallAt)];
        return newer.Length > 0 ? this with { Calls = newer } : null;
    }

    public Callback Show(CallbackMarkRow? mark, long now) => new()
    {
        Number = Number,
        Count = Calls.Count,
        FirstAt = UnixTime.ToTime(FirstAt),
        LastAt = UnixTime.ToTime(LastAt),
        WaitingSeconds = Math.Max(0, (now - FirstAt) / 1_000_000),
        WaitSeconds = Calls.Max(call => call.WaitSeconds),
        Dids = [.. Calls.Reverse().Select(call => call.Did).OfType<string>().Distinct(StringComparer.Ordinal)],
        LastUuid = Calls[^1].Uuid,
        Mark = mark is { State: CallbackMark.Taken } && mark.LastCallAt >= FirstAt ? CallbackMark.Of(mark) : null,
    };
}
