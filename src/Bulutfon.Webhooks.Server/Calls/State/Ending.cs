using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>What one event says about a call's end: a flat hangup, a missing call, or the fields around a call detail record.</summary>
internal sealed record Ending
{
    /// <summary>The result of a call that a person answered.</summary>
    public const string Success = "SUCCESS";

    public required long Timestamp { get; init; }

    public required long Id { get; init; }

    public required Parties Parties { get; init; }

    public string? Cause { get; init; }

    /// <summary>Who ended it and how: <c>hangup_detail</c>, or the record's <c>sip_hangup_disposition</c>.</summary>
    public string? Detail { get; init; }

    /// <summary><c>result_disposition</c>.</summary>
    public string? Result { get; init; }

    public long? TalkDuration { get; init; }

    public string? CdrUrl { get; init; }

    public string? CdrApiUrl { get; init; }

    public bool IsSuccess => CodeWord.Is(Result, Success);

    /// <summary>Whether the event is of the generation that sends a result (2021), also when it left this one empty.</summary>
    public bool SendsResult => Result is not null || TalkDuration is not null;

    /// <summary>How much it says; that a person answered outweighs all else, and talk outweighs none.</summary>
    private int Weight => (IsSuccess ? 100 : 0) + (TalkDuration > 0 ? 50 : 0) + Parties.Count + (Cause is null ? 0 : 1) + (Detail is null ? 0 : 1)
        + (Result is null ? 0 : 1) + (TalkDuration is null ? 0 : 1) + (CdrUrl is null ? 0 : 1) + (CdrApiUrl is null ? 0 : 1);

    /// <summary>What an event says, if it is one of a call's end; a record's own fields count before those of the event around it.</summary>
    public static Ending? Of(CommittedEvent committed, Cdr? cdr) => committed.Event switch
    {
        CallHangup hangup => new Ending
        {
            Timestamp = committed.Timestamp,
            Id = committed.Id,
            Parties = Parties.Of(hangup, cdr),
            Cause = BoundedText.Word(HangupCauses.NameOf(cdr?.HangupCause?.Value ?? hangup.HangupCause?.Value)),
            Detail = BoundedText.Word(cdr?.HangupDisposition ?? hangup.HangupDetail),
            Result = BoundedText.Word(CodeWord.Said(hangup.ResultDisposition)),
            TalkDuration = hangup.TalkDuration,
            CdrUrl = BoundedText.Link(hangup.CdrUrl),
            CdrApiUrl = BoundedText.Link(hangup.CdrApiUrl),
        },
        MissingCall missing => new Ending
        {
            Timestamp = committed.Timestamp,
            Id = committed.Id,
            Parties = Parties.Of(missing, cdr),
            Cause = BoundedText.Word(HangupCauses.NameOf(cdr?.HangupCause?.Value ?? missing.HangupCause?.Value)),
            Detail = BoundedText.Word(cdr?.HangupDisposition),
        },
        _ => null,
    };

    /// <summary>The one that says more, then the later, then the one with the higher sequence.</summary>
    public static Ending? Richer(Ending? one, Ending? other)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        return (one.Weight, one.Timestamp, one.Id).CompareTo((other.Weight, other.Timestamp, other.Id)) >= 0 ? one : other;
    }
}
