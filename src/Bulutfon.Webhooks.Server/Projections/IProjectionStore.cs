using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>Where projections are kept. Each batch and its cursor are one transaction, which never takes the journal's lock.</summary>
internal interface IProjectionStore : IDisposable
{
    /// <summary>The last sequence that is in the projections, as committed.</summary>
    long Cursor { get; }

    /// <summary>Opens the store for a journal; what belongs to another journal, or is ahead of it, is made anew.</summary>
    void Open();

    /// <summary>Applies events in the journal's order, and moves the cursor behind the last.</summary>
    /// <returns>The events that could not be applied, which are recorded and skipped.</returns>
    IReadOnlyList<(long Id, Exception Reason)> Apply(IReadOnlyList<CommittedEvent> events);

    /// <summary>A context for reading; the caller disposes it.</summary>
    ProjectionContext OpenContext();
}
