namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>What became of a call.</summary>
internal enum CallOutcome
{
    /// <summary>The events at hand cannot tell; the reason says why.</summary>
    Unknown,

    /// <summary>Still going on, as far as is known.</summary>
    InProgress,

    /// <summary>A person answered; of an outbound call the far end.</summary>
    Answered,

    /// <summary>Nobody answered.</summary>
    Missed,

    /// <summary>The caller hung up in a menu, before any person was rung.</summary>
    AbandonedInMenu,

    /// <summary>The called side refused.</summary>
    Rejected,

    Busy,

    Fax,
}

internal static class CallOutcomeNames
{
    /// <summary>The name on the wire.</summary>
    public static string WireName(this CallOutcome outcome) => outcome switch
    {
        CallOutcome.InProgress => "in_progress",
        CallOutcome.Answered => "answered",
        CallOutcome.Missed => "missed",
        CallOutcome.AbandonedInMenu => "abandoned_in_menu",
        CallOutcome.Rejected => "rejected",
        CallOutcome.Busy => "busy",
        CallOutcome.Fax => "fax",
        _ => "unknown",
    };
}
