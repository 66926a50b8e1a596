namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>One call or fax. Times are microseconds since the Unix epoch.</summary>
internal sealed record Call
{
    public required SendingHook Hook { get; init; }

    public required string Uuid { get; init; }

    public required string Caller { get; init; }

    public required string Callee { get; init; }

    public required Direction Direction { get; init; }

    public bool IsFax { get; init; }

    /// <summary>Started through Bulutfon's API.</summary>
    public bool IsAutodial { get; init; }

    public required long Start { get; init; }

    /// <summary>When a person answered; null if nobody did.</summary>
    public long? Answer { get; init; }

    public required long End { get; init; }

    public required HangupCause Cause { get; init; }

    /// <summary>What the call reached, in order: a menu, a group, extensions.</summary>
    public IReadOnlyList<Stage> Stages { get; init; } = [];
}

/// <summary>A menu, a ring group or an extension that a call reached.</summary>
/// <param name="Type">The event that tells it.</param>
/// <param name="Number">Its number.</param>
/// <param name="Time">When, in microseconds since the Unix epoch.</param>
internal sealed record Stage(EventType Type, string Number, long Time);
