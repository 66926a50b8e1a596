namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>One thing that happened in a call. Times in microseconds since the Unix epoch; null where they are not said.</summary>
internal sealed record TimelineStep
{
    public required TimelineKind Kind { get; init; }

    /// <summary>Where it happened.</summary>
    public Station? Place { get; init; }

    public long? StartedAt { get; init; }

    public long? AnsweredAt { get; init; }

    public long? EndedAt { get; init; }

    /// <summary>From the start to the answer, else to the end: how long it rang.</summary>
    public double? WaitSeconds => Kind == TimelineKind.Ring ? CallDurations.Seconds(StartedAt, AnsweredAt ?? EndedAt) : null;

    /// <summary>How long it lasted.</summary>
    public double? Seconds => CallDurations.Seconds(StartedAt, EndedAt);

    /// <summary>How it ended, as sent: a leg's result, a hangup's cause.</summary>
    public string? Result { get; init; }

    /// <summary>The event that says so.</summary>
    public required long EventId { get; init; }

    public required string EventType { get; init; }
}

internal enum TimelineKind
{
    /// <summary>The call began.</summary>
    Start,

    /// <summary>The number that was called.</summary>
    Did,

    Menu,
    Group,
    Extension,
    Number,

    /// <summary>A leg rang.</summary>
    Ring,

    /// <summary>A person talked.</summary>
    Talk,

    /// <summary>A person passed the call on.</summary>
    Transfer,

    Fax,

    /// <summary>An event of a type that nobody has documented.</summary>
    Event,

    MissingCall,
    Hangup,
}

internal static class TimelineKindNames
{
    /// <summary>The name on the wire.</summary>
    public static string WireName(this TimelineKind kind) => kind switch
    {
        TimelineKind.Start => "start",
        TimelineKind.Did => "did",
        TimelineKind.Menu => "menu",
        TimelineKind.Group => "group",
        TimelineKind.Extension => "extension",
        TimelineKind.Number => "number",
        TimelineKind.Ring => "ring",
        TimelineKind.Talk => "talk",
        TimelineKind.Transfer => "transfer",
        TimelineKind.Fax => "fax",
        TimelineKind.MissingCall => "missing_call",
        TimelineKind.Hangup => "hangup",
        _ => "event",
    };
}
