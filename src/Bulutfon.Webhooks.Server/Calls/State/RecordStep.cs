namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>What the legs that rang in a step have in common. The numbers are stored in <see cref="CallState"/>: add, never renumber.</summary>
internal enum LegsResult : byte
{
    /// <summary>No leg rang, or they differ.</summary>
    Mixed = 0,

    Busy = 1,
    Rejected = 2,
}

/// <summary>One step of a callflow, with its legs drawn together. Times in microseconds since the Unix epoch.</summary>
internal sealed record RecordStep
{
    public required PlaceKind Kind { get; init; }

    public string? Number { get; init; }

    public long? Start { get; init; }

    public long? Answer { get; init; }

    public long? End { get; init; }

    /// <summary>The first leg that picked up; a leg that lost the race did not.</summary>
    public string? PickedUpBy { get; init; }

    /// <summary>Whether a leg picked up, also one without a destination.</summary>
    public bool PickedUp { get; init; }

    public long? PickedUpAt { get; init; }

    public long? LegEnd { get; init; }

    /// <summary>Whether any leg rang.</summary>
    public bool Rang { get; init; }

    public LegsResult LegsResult { get; init; }

    /// <summary>Whether legs rang, each has a result, and none says that anybody picked up, there or elsewhere.</summary>
    public bool LegsFailed { get; init; }

    /// <summary>Of a first step that does not say what it is: what it sent the call on to. What it is follows from the other events of the call.</summary>
    public PlaceKind? Begins { get; init; }

    /// <summary>Whether somebody who is no menu may have answered: an answer time that would say so cannot be read.</summary>
    public bool AnswerIsUnreadable { get; init; }

    /// <summary>
    /// A person: a leg picked up, or an extension or group answered. A menu answers too, and is none; nor is what answers while all
    /// its legs fail, such as the music of a group.
    /// </summary>
    public bool PersonAnswered => PickedUp || (Kind is PlaceKind.Extension or PlaceKind.Group && Answer is not null && !LegsFailed);

    /// <summary>Whatever answered and is no part of the PBX, as far as is said: the far end of an outbound call, or where a call was sent on to.</summary>
    public bool OutsideAnswered => Kind is PlaceKind.Number or PlaceKind.Unknown && (PickedUp || (Answer is not null && !LegsFailed));

    /// <summary>An answer time, and legs that all failed: one of them is wrong.</summary>
    public bool AnswerIsContradicted => Kind is not (PlaceKind.Menu or PlaceKind.Did) && Answer is not null && LegsFailed;
}
