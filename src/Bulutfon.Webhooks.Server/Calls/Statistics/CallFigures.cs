namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>The figures of some calls. They add up, so that those of a month are the sum of those of its quarter hours.</summary>
internal sealed class CallFigures
{
    public long Calls { get; set; }

    public long Answered { get; set; }

    public long Missed { get; set; }

    public long Abandoned { get; set; }

    public long Rejected { get; set; }

    public long Busy { get; set; }

    public long Fax { get; set; }

    /// <summary>Calls in progress: never stored, because it depends on the time.</summary>
    public long InProgress { get; set; }

    /// <summary>What is neither decided nor in progress.</summary>
    public long Unknown => Calls - Decided - Fax - InProgress;

    /// <summary>Calls that somebody could answer and of which is known whether somebody did.</summary>
    public long Decided => Answered + Missed + Abandoned + Rejected + Busy;

    /// <summary>How long callers waited for whoever answered.</summary>
    public Distribution AnsweredWaits { get; } = new();

    /// <summary>How long they waited in vain.</summary>
    public Distribution VainWaits { get; } = new();

    public Distribution Talks { get; } = new();

    /// <summary>Whether they change nothing. One more missed and one fewer answered do, though they are as many calls.</summary>
    public bool IsEmpty => (Calls, Answered, Missed, Abandoned, Rejected, Busy, Fax) == (0, 0, 0, 0, 0, 0, 0) && AnsweredWaits.IsEmpty && VainWaits.IsEmpty && Talks.IsEmpty;

    public void Add(CallFigures other)
    {
        Calls += other.Calls;
        Answered += other.Answered;
        Missed += other.Missed;
        Abandoned += other.Abandoned;
        Rejected += other.Rejected;
        Busy += other.Busy;
        Fax += other.Fax;
        InProgress += other.InProgress;
        AnsweredWaits.Add(other.AnsweredWaits);
        VainWaits.Add(other.VainWaits);
        Talks.Add(other.Talks);
    }

    /// <param name="call">A call.</param>
    /// <param name="times">1 to add it, -1 to take it away.</param>
    public void Add(CallContribution call, int times)
    {
        Calls += times;
        switch (call.Outcome)
        {
            case CallOutcome.Answered:
                Answered += times;
                break;
            case CallOutcome.Missed:
                Missed += times;
                break;
            case CallOutcome.AbandonedInMenu:
                Abandoned += times;
                break;
            case CallOutcome.Rejected:
                Rejected += times;
                break;
            case CallOutcome.Busy:
                Busy += times;
                break;
            case CallOutcome.Fax:
                Fax += times;
                break;
            default:
                break;
        }

        if (call.WaitMilliseconds is { } wait)
        {
            (call.Outcome == CallOutcome.Answered ? AnsweredWaits : VainWaits).Add(wait, times);
        }

        if (call.Outcome == CallOutcome.Answered && call.TalkMilliseconds is { } talk)
        {
            Talks.Add(talk, times);
        }
    }
}
