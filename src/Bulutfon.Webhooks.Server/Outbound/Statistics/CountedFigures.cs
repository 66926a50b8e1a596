using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Outbound.Statistics;

/// <summary>
/// Figures in two parts: the calls whose missed ones, rates and waits are told, which are the incoming ones unless a direction was asked for, and all others.
/// </summary>
/// <param name="CountsOutgoing">Whether the former are not incoming.</param>
internal sealed record CountedFigures(bool CountsOutgoing)
{
    /// <summary>Incoming calls, or those of the direction that was asked for.</summary>
    public CallFigures Counted { get; } = new();

    public CallFigures Others { get; } = new();

    public long Calls => Counted.Calls + Others.Calls;

    public long Answered => Counted.Answered + Others.Answered;

    public long Missed => Counted.Missed;

    /// <summary>Calls from here that nobody answered; in none of the other figures but in <see cref="Missed"/>, if their direction was asked for.</summary>
    public long Unreached => Others.Missed + (CountsOutgoing ? Counted.Missed : 0);

    /// <summary>Whether the calls of a direction are not incoming: nobody here could miss them. What has no direction is taken for incoming.</summary>
    public static bool IsOutgoing(string? direction) => direction is "OUT" or "LOCAL";

    public void Add(CountedFigures other)
    {
        Counted.Add(other.Counted);
        Others.Add(other.Others);
    }

    /// <summary>All calls together.</summary>
    public CallFigures Sum()
    {
        var sum = new CallFigures();
        sum.Add(Counted);
        sum.Add(Others);
        return sum;
    }
}
