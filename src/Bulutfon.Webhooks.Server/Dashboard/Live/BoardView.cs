using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Dashboard.Live;

/// <summary>What goes on, at one moment; never changed, so that all open pages can draw it at once.</summary>
/// <param name="Calls">The newest of the calls in progress and of those that have just ended, longest first.</param>
/// <param name="Events">The last events, newest first.</param>
/// <param name="HasEvents">Whether any event was ever received.</param>
internal sealed record BoardView(IReadOnlyList<BoardCall> Calls, IReadOnlyList<BoardEvent> Events, bool HasEvents)
{
    public static readonly BoardView Empty = new([], [], HasEvents: true);

    /// <summary>How many calls are in progress, shown or not.</summary>
    public int InProgress { get; init; }

    public bool IsLoaded { get; init; }
}

/// <summary>A call on the board.</summary>
/// <param name="State">What is known of it.</param>
/// <param name="Summary">The call.</param>
/// <param name="IsOver">Whether it has ended; then it leaves soon.</param>
internal sealed record BoardCall(CallState State, CallSummary Summary, bool IsOver)
{
    /// <summary>Where it is now: the last station that is no number of the customer's own.</summary>
    public Station? At => Summary.Path.LastOrDefault(station => station.KindName is not "did") is { KindName: not "did" } last && Summary.Path.Count > 0 ? last : null;
}

/// <summary>An event that has just been received.</summary>
internal sealed record BoardEvent(long Id, DateTimeOffset At, string Type, string Uuid, string? Caller, string? Callee, string? Destination);
