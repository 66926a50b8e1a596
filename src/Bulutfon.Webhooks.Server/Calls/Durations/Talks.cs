namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Who talked from when to when, as the call detail record has it.</summary>
internal static class Talks
{
    public static IReadOnlyList<Talk> Of(CallFacts facts)
    {
        if (facts.Record is not { } record)
        {
            return [];
        }

        if (facts.IsOutbound && facts.Steps.Count == 0)
        {
            return record.AnswerTime is { } answer ? [new Talk(By: null, answer, facts.EndedAt)] : [];
        }

        var talks = new List<Talk>();
        for (var i = 0; i < facts.Steps.Count; i++)
        {
            var step = facts.Steps[i];
            if (facts.IsOutbound ? facts.FarEndAnswered(step) : step.PersonAnswered)
            {
                var by = facts.IsOutbound ? null : step.PickedUpBy ?? (step.Kind == PlaceKind.Extension ? step.Number : null);
                var next = i + 1 < facts.Steps.Count ? facts.Steps[i + 1].Start : null;
                talks.Add(new Talk(by, step.PickedUpAt ?? step.Answer, step.LegEnd ?? step.End ?? next ?? facts.EndedAt));
            }
        }

        return talks;
    }
}
