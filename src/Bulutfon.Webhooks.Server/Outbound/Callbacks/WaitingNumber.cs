using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

/// <summary>A number and its calls that nobody answered and nobody returned, by their beginning.</summary>
internal sealed record WaitingNumber(string Number, IReadOnlyList<UnansweredCall> Calls)
{
    public long FirstAt => Calls[0].StartedAt;

    public long LastAt => Calls[^1].StartedAt;

    /// <summary>What is left when somebody marked the calls that there were as done; null if nothing is.</summary>
    public WaitingNumber? Without(CallbackMarkRow? mark)
    {
        if (mark is not { State: CallbackMark.Done })
        {
            return this;
        }

        UnansweredCall[] newer = [.. Calls.Where(call => call.StartedAt > mark.LastCallAt)];
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
        Dids = [.. Calls.Reverse().DistinctBy(call => call.Line).Select(call => call.Did).OfType<string>()],
        LastUuid = Calls[^1].Uuid,
        Mark = mark is { State: CallbackMark.Taken or CallbackMark.Noted } && mark.LastCallAt >= FirstAt ? CallbackMark.Of(mark) : null,
    };
}
