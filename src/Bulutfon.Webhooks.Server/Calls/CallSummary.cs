namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// A call as people ask for it: a pure function of its state, the time and the options. Times in microseconds since the Unix epoch,
/// durations in seconds; null where the events do not tell.
/// </summary>
internal sealed record CallSummary
{
    public required string Uuid { get; init; }

    public required string Hook { get; init; }

    public string? Direction { get; init; }

    public string? Caller { get; init; }

    public string? Callee { get; init; }

    /// <summary>The customer's own number that was called, or called from.</summary>
    public string? Did { get; init; }

    /// <summary>When the call began; where no event tells, the time of its earliest event.</summary>
    public required long StartedAt { get; init; }

    /// <summary>Whether an event tells when the call began.</summary>
    public bool StartIsKnown { get; init; }

    /// <summary>When a person answered; of an outbound call the far end.</summary>
    public long? AnsweredAt { get; init; }

    public long? EndedAt { get; init; }

    public required Verdict Verdict { get; init; }

    public CallOutcome Outcome => Verdict.Outcome;

    public OutcomeReason Reason => Verdict.Reason;

    /// <summary>The reason as a sentence, made when it is asked for.</summary>
    public Bilingual ReasonText => Verdict.Sentence;

    /// <summary>Whether an event reports the result SUCCESS, whatever decided.</summary>
    public bool SuccessIsReported { get; init; }

    /// <summary>Whether the call detail record shows an answer, whatever decided.</summary>
    public bool RecordShowsAnswer { get; init; }

    /// <summary>The event that decided; null if it was the absence of one.</summary>
    public long? DecidingEventId => Verdict.EventId;

    /// <summary>From the start until a person answered or the caller gave up, menus included.</summary>
    public double? WaitSeconds { get; init; }

    /// <summary>With a person: 0 when nobody answered.</summary>
    public double? TalkSeconds { get; init; }

    public double? MenuSeconds { get; init; }

    /// <summary>The extension that answered first.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>The stations in their order.</summary>
    public required IReadOnlyList<Station> Path { get; init; }

    /// <summary>The arrivals at stations, which tell what a station of a record is.</summary>
    public required Arrival[] Arrivals { get; init; }

    /// <summary><c>caller</c>, <c>callee</c> or <c>pbx</c>.</summary>
    public string? HungUpBy { get; init; }

    /// <summary>The hangup cause as sent.</summary>
    public string? HangupCause { get; init; }

    /// <summary>Its number and meaning; null for a cause that nobody has documented.</summary>
    public HangupCauseInfo? HangupCauseInfo { get; init; }

    public Recording Recording { get; init; }

    /// <summary>The call's page in Bulutfon's panel.</summary>
    public string? CdrUrl { get; init; }

    /// <summary>The call in Bulutfon's REST API.</summary>
    public string? CdrApiUrl { get; init; }

    /// <summary>Whether the call was started through Bulutfon's API.</summary>
    public bool Autodial { get; init; }

    /// <summary>The customer's own text from the request that started the call; at most 256 bytes of it.</summary>
    public string? AdditionalData { get; init; }

    /// <summary>The event whose call detail record the steps are of.</summary>
    public long? RecordEventId { get; init; }

    /// <param name="state">The call.</param>
    /// <param name="now">The time, in microseconds since the Unix epoch; it decides on calls without a hangup alone.</param>
    /// <param name="options">After what time such a call is stale.</param>
    public static CallSummary Of(CallState state, long now, CallsOptions options)
    {
        var facts = new CallFacts(state);
        var isStale = now - state.AliveAt >= options.StaleAfter.Ticks / TimeSpan.TicksPerMicrosecond;
        var verdict = OutcomeRules.Judge(facts, isStale);
        var durations = CallDurations.Of(facts, verdict.Outcome);
        return new CallSummary
        {
            Uuid = state.Uuid,
            Hook = state.First.Hook,
            Direction = facts.Direction,
            Caller = facts.Caller,
            Callee = facts.Callee,
            Did = facts.Did,
            StartedAt = facts.ListedAt,
            StartIsKnown = facts.StartedAt is not null,
            AnsweredAt = durations.AnsweredAt,
            EndedAt = facts.EndedAt,
            Verdict = verdict,
            SuccessIsReported = facts.Success is not null,
            RecordShowsAnswer = facts.Steps.Any(step => facts.IsOutbound ? facts.FarEndAnswered(step) : step.PersonAnswered),
            WaitSeconds = durations.WaitSeconds,
            TalkSeconds = durations.TalkSeconds,
            MenuSeconds = durations.MenuSeconds,
            AnsweredBy = durations.AnsweredBy,
            Path = facts.Path,
            Arrivals = state.Arrivals,
            HungUpBy = Calls.HungUpBy.Of(facts, verdict.Outcome),
            HangupCause = facts.Cause,
            HangupCauseInfo = HangupCauses.Find(facts.Cause),
            Recording = state.Record?.Recording ?? Recording.Unknown,
            CdrUrl = state.Hangup?.CdrUrl ?? state.Record?.Ending.CdrUrl,
            CdrApiUrl = state.Hangup?.CdrApiUrl ?? state.Record?.Ending.CdrApiUrl,
            Autodial = state.Autodial,
            AdditionalData = facts.Of(static parties => parties.AdditionalData),
            RecordEventId = state.Record?.Ending.Id,
        };
    }
}
