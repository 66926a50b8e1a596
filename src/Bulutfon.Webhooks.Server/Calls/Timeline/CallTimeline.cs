using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>What happened in a call, step by step, and why it counts as it does.</summary>
internal sealed record CallTimeline
{
    public required IReadOnlyList<TimelineStep> Steps { get; init; }

    public required Bilingual Explanation { get; init; }

    /// <param name="events">The call's events in any order; those that can no longer be read are left out.</param>
    /// <param name="summary">The call.</param>
    public static CallTimeline Of(IReadOnlyCollection<CommittedEvent> events, CallSummary summary)
    {
        var ordered = events.Where(each => each.Event is not null).OrderBy(each => each.Timestamp).ThenBy(each => each.Id).ToList();
        var callFlow = ordered.Find(each => each.Id == summary.RecordEventId) is { } record ? CallFlowSteps.Of(record, summary) : [];
        var steps = new List<TimelineStep>();
        foreach (var each in ordered)
        {
            if (each.Id == summary.RecordEventId)
            {
                steps.AddRange(callFlow);
            }

            if (EventSteps.Of(each, hasCallFlow: callFlow.Count > 0) is { } step)
            {
                steps.Add(step);
            }
        }

        return new CallTimeline
        {
            Steps = [.. steps.OrderBy(Second).ThenBy(Rank)],
            Explanation = CallExplanation.Of(steps, summary),
        };
    }

    /// <summary>A record's times are whole seconds and other events' are not: within a second the kind decides, then the order of the record.</summary>
    private static long Second(TimelineStep step) =>
        (long)Math.Floor((step.StartedAt ?? step.AnsweredAt ?? step.EndedAt ?? 0) / 1_000_000m);

    private static int Rank(TimelineStep step) => step.Kind switch
    {
        TimelineKind.Start or TimelineKind.Fax => 0,
        TimelineKind.MissingCall or TimelineKind.Hangup => 2,
        _ => 1,
    };
}
