using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>One event of a call as its hook posts it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Type">The event type.</param>
/// <param name="Destination">What the call reached, if the event is about that.</param>
/// <param name="OccurredAt">Its timestamp, in microseconds since the Unix epoch.</param>
/// <param name="ArrivesAt">When it is posted.</param>
internal sealed record SentEvent(Call Call, EventType Type, string? Destination, long OccurredAt, long ArrivesAt)
{
    public SendingHook Hook => Call.Hook;

    /// <summary>The events of a call that its hook's generation has, in the order in which they happen.</summary>
    /// <param name="call">The call.</param>
    /// <param name="delay">How long the next post takes to arrive, in microseconds.</param>
    public static IEnumerable<SentEvent> Of(Call call, Func<long> delay)
    {
        var generation = call.Hook.Generation;
        yield return New(call.IsFax ? EventType.FaxInit : EventType.CallInit, null, call.Start);
        if (call.IsFax)
        {
            yield break;
        }

        if (generation.Stages)
        {
            foreach (var stage in call.Stages)
            {
                yield return New(stage.Type, stage.Number, stage.Time);
            }
        }

        if (generation.Missed && call.Answer is null && call.Direction == Direction.In)
        {
            yield return New(EventType.MissingCall, null, call.End);
        }

        yield return New(EventType.CallHangup, null, call.End);

        SentEvent New(EventType type, string? destination, long occurredAt) => new(call, type, destination, occurredAt, occurredAt + delay());
    }

    /// <summary>The event as the receiver hands it to the journal.</summary>
    public NewEvent ToNewEvent()
    {
        var body = EventBody.Write(this, Hook.Format);
        var result = WebhookEventParser.Parse(body, Hook.Format);
        return new NewEvent(Hook.Name, ArrivesAt, Hook.ContentType, body, result.Event!, result.ContentHash);
    }
}
