using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>Where projections are kept. Each batch and its cursor are one transaction, which never takes the journal's lock.</summary>
internal interface IProjectionStore : IDisposable
{
    /// <summary>A search found that what it searches was deleted or is damaged. Raised by the one who searches.</summary>
    event EventHandler? Missed;

    /// <summary>The last sequence that is in the projections, as committed.</summary>
    long Cursor { get; }

    /// <summary>What each hook posted, as of <see cref="Cursor"/>.</summary>
    IReadOnlyCollection<HookTotals> Hooks { get; }

    /// <summary>Opens the store for a journal; what belongs to another journal, or is ahead of it, is made anew.</summary>
    void Open();

    /// <summary>
    /// Whether this process applies events now: of several that share a store, one at a time. Another one only watches, and has
    /// <see cref="Cursor"/> and <see cref="Hooks"/> as they are now when this returns.
    /// </summary>
    bool TryLead() => true;

    /// <summary>Applies events in the journal's order, and moves the cursor behind the last.</summary>
    /// <returns>The events that could not be applied, which are recorded and skipped.</returns>
    IReadOnlyList<(long Id, Exception Reason)> Apply(IReadOnlyList<CommittedEvent> events);

    /// <summary>How far a rebuild is that somebody asked for; null if there is none. Until it is done, everything else is as ever.</summary>
    long? RebuildCursor { get; }

    /// <summary>Goes on with the rebuild. When it is as far as the projections, it takes their place.</summary>
    /// <param name="events">The events behind <see cref="RebuildCursor"/>; empty if there are none.</param>
    void Rebuild(IReadOnlyList<CommittedEvent> events);

    /// <summary>
    /// Makes the projections anew of what the journal holds, in place of everything that they, and a rebuild under way, hold of deleted
    /// events. Completes when they are in place; searches answer from the old ones until then.
    /// </summary>
    Task ForgetDeletedAsync() => Task.CompletedTask;

    /// <summary>There are no events behind the cursor up to this sequence, and never will be: moves the cursor there.</summary>
    void Pass(long sequence)
    {
    }

    /// <summary>Does a bit of the housekeeping that has no hurry; false if there is none.</summary>
    bool Tidy();

    /// <summary>Finds events, or calls by what they can be found by.</summary>
    /// <param name="query">Which.</param>
    /// <param name="limit">The most places to give.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    IReadOnlyList<Place> Find(SearchQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Finds calls, each with its place. A call that changed may be found by what it no longer has, and at a place where it no
    /// longer is: <see cref="CallTerms"/> tell.
    /// </summary>
    /// <inheritdoc cref="Find"/>
    IReadOnlyList<FoundCall> FindCalls(SearchQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>Looks at all the calls of a query, in order and as of one moment: there may be thousands, of which only what is selected is held.</summary>
    /// <param name="query">Which, as for <see cref="FindCalls"/>.</param>
    /// <param name="select">What is wanted of a call; null if nothing is.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    IReadOnlyList<T> SelectCalls<T>(SearchQuery query, Func<FoundCall, T?> select, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Reads roll-ups, all as of one moment.</summary>
    void ReadRollups(Action<IRollups> read);
}
