using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// A call's state as the rules ask for it: for each question the richest source that answers it (record, flat hangup, missing
/// call, opening).
/// </summary>
internal sealed class CallFacts
{
    /// <summary>A day, in microseconds: more than a wrong time zone puts a sender's clock ahead.</summary>
    private const long MostAhead = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

    private IReadOnlyList<Station>? _path;
    private IReadOnlyList<RecordStep>? _steps;

    public CallFacts(CallState state)
    {
        State = state;
        Direction = Of(static parties => parties.Direction) ?? (MissingIsReported ? Webhooks.Direction.In.Value : null);
        Caller = Of(static parties => parties.Caller);
        Callee = Of(static parties => parties.Callee);
        IsOutbound = CodeWord.Is(Direction, Webhooks.Direction.Out.Value);
        IsInbound = CodeWord.Is(Direction, Webhooks.Direction.In.Value);
    }

    public CallState State { get; }

    public CallRecord? Record => State.Record;

    /// <summary>The record's steps, each with what it is by all events of the call; none without a record.</summary>
    public IReadOnlyList<RecordStep> Steps => _steps ??= StationKinds.Of(State, Callee, IsInbound);

    /// <summary>As sent; a call that is reported as missing without a direction came in, because one's own calls are not reported so.</summary>
    public string? Direction { get; }

    public bool IsOutbound { get; }

    public bool IsInbound { get; }

    /// <summary>Whether a <c>missing_call</c>, or a record that says <c>missing_call: true</c>, decides.</summary>
    public bool MissingIsReported => State.Missing is not null || State.Record is { MissingCall: true };

    public string? Caller { get; }

    public string? Callee { get; }

    /// <summary>The customer's own number that was called, or called from: an outbound call names it as its caller, unless it names the extension.</summary>
    public string? Did =>
        IsInbound ? Callee
        : IsOutbound && OutsideNumber.KeyOf(Caller) is not null ? Caller
        : null;

    /// <summary>The stations in their order.</summary>
    public IReadOnlyList<Station> Path => _path ??= CallPath.Of(this);

    /// <summary>Where the call was last.</summary>
    public Station? LastPlace => Path.Count > 0 ? Path[^1] : null;

    /// <summary>The richest event of the call's end.</summary>
    public Ending? Ending => State.Record?.Ending ?? State.Hangup ?? State.Missing;

    public string? Cause => State.Record?.Ending.Cause ?? State.Hangup?.Cause ?? State.Missing?.Cause;

    public string? Detail => State.Record?.Ending.Detail ?? State.Hangup?.Detail ?? State.Missing?.Detail;

    public string? Result => State.Hangup?.Result ?? State.Record?.Ending.Result;

    public long? TalkDuration => State.Hangup?.TalkDuration ?? State.Record?.Ending.TalkDuration;

    /// <summary>The event that reported SUCCESS.</summary>
    public Ending? Success => State.Hangup is { IsSuccess: true } hangup ? hangup
        : State.Record?.Ending is { IsSuccess: true } ending ? ending
        : null;

    /// <summary>Whether the far end of an outbound call answered in a step: the number that was called, and no other.</summary>
    public bool FarEndAnswered(RecordStep step) => step.OutsideAnswered && IsFarEnd(step.Number, Callee);

    /// <summary>Whether a station is the number that an outbound call called, as far as is said.</summary>
    public static bool IsFarEnd(string? station, string? callee) =>
        station is null || callee is null || string.Equals(NumberKey.Of(station), NumberKey.Of(callee), StringComparison.Ordinal);

    /// <summary>When the call began; null if no event tells.</summary>
    public long? StartedAt => State.Record?.CallTime ?? (State.Opening is { Kind: not OpeningKind.Other } opening ? opening.Timestamp : null);

    /// <summary>The time under which the call is listed: when it began; where no event tells, the time of its earliest event.</summary>
    public long ListedAt => StartedAt ?? State.First.Timestamp;

    /// <summary>
    /// When it began, to those who wait for a call back. One that begins days after its last event arrived waits since then: it would
    /// wait until that day, and no call before could return it. Clocks that differ by less keep the calls in their own order.
    /// </summary>
    public long WaitsSince => ListedAt - State.LastReceivedAt > MostAhead ? State.LastReceivedAt : ListedAt;

    /// <summary>When the call ended; null if no event tells.</summary>
    public long? EndedAt => State.Record?.HangupTime ?? State.Hangup?.Timestamp ?? State.Record?.Ending.Timestamp ?? State.Missing?.Timestamp;

    /// <summary>Whether any event says that a menu took part.</summary>
    public bool MenuTookPart => Path.Any(place => place.Kind == PlaceKind.Menu) || State.Arrivals.Any(arrival => arrival.Kind == PlaceKind.Menu);

    public string? Of(Func<Parties, string?> field) =>
        (State.Record is { } record ? field(record.Ending.Parties) : null)
        ?? (State.Hangup is { } hangup ? field(hangup.Parties) : null)
        ?? (State.Missing is { } missing ? field(missing.Parties) : null)
        ?? (State.Opening is { } opening ? field(opening.Parties) : null);
}
