namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>How long was waited, talked and listened to menus, in seconds; null where the events do not tell.</summary>
internal sealed record CallDurations
{
    private const double MicrosecondsPerSecond = 1_000_000;
    private const long ClockSkew = 2_000_000;

    /// <summary>Talk is sent in whole seconds.</summary>
    private const double Tolerance = 2;
    private const double LongestTalk = 7 * 86_400;

    /// <summary>When a person answered, in microseconds since the Unix epoch.</summary>
    public long? AnsweredAt { get; private init; }

    /// <summary>The extension that answered first.</summary>
    public string? AnsweredBy { get; private init; }

    public double? WaitSeconds { get; private init; }

    public double? TalkSeconds { get; private init; }

    public double? MenuSeconds { get; private init; }

    public static CallDurations Of(CallFacts facts, CallOutcome outcome)
    {
        var talks = outcome == CallOutcome.Answered ? Talks.Of(facts) : [];
        if (talks.Any(talk => talk.Start > facts.EndedAt + ClockSkew))
        {
            // Answered after the end: by whom stays, the times cannot be right.
            talks = [.. talks.Select(talk => talk with { Start = null, End = null })];
        }

        var answeredAt = outcome == CallOutcome.Answered ? (talks.Count > 0 ? talks[0].Start : FlatAnswer(facts)) : null;
        return new CallDurations
        {
            AnsweredAt = answeredAt,
            AnsweredBy = outcome != CallOutcome.Answered ? null : talks.Count > 0 ? talks[0].By : FlatAnswerer(facts),
            WaitSeconds = outcome switch
            {
                CallOutcome.Answered => Seconds(facts.StartedAt, answeredAt),
                CallOutcome.Missed or CallOutcome.AbandonedInMenu or CallOutcome.Busy or CallOutcome.Rejected => Seconds(facts.StartedAt, facts.EndedAt),
                _ => null,
            },
            TalkSeconds = outcome switch
            {
                CallOutcome.Answered => talks.Count > 0 ? Sum(talks) is { } sum && !IsLongerThanCall(facts, sum) ? sum : null : FlatTalk(facts),
                CallOutcome.Missed or CallOutcome.AbandonedInMenu or CallOutcome.Busy or CallOutcome.Rejected => 0,
                _ => null,
            },
            MenuSeconds = MenuTime.Of(facts, outcome),
        };
    }

    /// <summary>From one time to another; clocks that disagree make no negative time.</summary>
    public static double? Seconds(long? start, long? end) =>
        start is null || end is null ? null : Math.Round(Math.Max(0, (end.Value - start.Value) / MicrosecondsPerSecond), 3);

    /// <summary>A talk may begin before the one before it is over, as in an announced transfer: no second counts twice.</summary>
    private static double? Sum(IReadOnlyList<Talk> talks)
    {
        double sum = 0;
        var until = long.MinValue;
        foreach (var talk in talks)
        {
            if (talk is not { Start: { } start, End: { } end })
            {
                return null;
            }

            sum += Seconds(Math.Max(start, until), end) ?? 0;
            until = Math.Max(until, end);
        }

        return Math.Round(sum, 3);
    }

    /// <summary>The flat hangup's talk includes menus, so that it says nothing of a person once a menu took part.</summary>
    private static double? FlatTalk(CallFacts facts) => facts.MenuTookPart || facts.TalkDuration is not (>= 0 and var talk) || IsLongerThanCall(facts, talk) ? null : talk;

    /// <summary>Whether a talk does not fit between the call's start and its end, as when a counter ran over. Without a start, a week is the limit.</summary>
    private static bool IsLongerThanCall(CallFacts facts, double talk) => talk > (Seconds(facts.StartedAt, facts.EndedAt) ?? LongestTalk) + Tolerance;

    private static long? FlatAnswer(CallFacts facts)
    {
        if (FlatTalk(facts) is not { } talk || facts.Success is not { } success)
        {
            return null;
        }

        // Its whole seconds can put the answer a little before the start.
        var answer = success.Timestamp - (long)(talk * MicrosecondsPerSecond);
        return Math.Min(Math.Max(answer, facts.StartedAt ?? answer), success.Timestamp);
    }

    /// <summary>The one extension that the call reached, if it was the last station: of several, events do not say which answered.</summary>
    private static string? FlatAnswerer(CallFacts facts) =>
        !facts.IsOutbound && facts.LastPlace is { Kind: PlaceKind.Extension } last && facts.Path.Count(place => place.Kind == PlaceKind.Extension) == 1
            ? last.Number
            : null;
}
