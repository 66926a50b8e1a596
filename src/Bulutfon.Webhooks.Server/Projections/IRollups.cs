using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>Where the figures of a quarter hour go; null if nowhere.</summary>
/// <param name="key">Of which calls they are.</param>
/// <param name="quarter">The quarter hour.</param>
/// <param name="calls">How many calls began.</param>
/// <param name="missed">How many of them were missed or abandoned.</param>
internal delegate CallFigures? FiguresTarget(RollupKey key, long quarter, long calls, long missed);

/// <summary>The roll-ups and the calls as of one moment.</summary>
internal interface IRollups
{
    /// <summary>Adds the figures of each key and quarter hour to those that it is told to add to.</summary>
    /// <param name="kind">What calls are counted by.</param>
    /// <param name="from">The first quarter hour.</param>
    /// <param name="to">The one behind the last.</param>
    /// <param name="targetOf">Where they go.</param>
    void AddFigures(RollupKind kind, long from, long to, FiguresTarget targetOf);

    /// <summary>Gives the changes of calls and missed calls of each number; those of one number add up.</summary>
    void ReadNumbers(long from, long to, Action<NumberCount, int, int> visit);

    /// <inheritdoc cref="IProjectionStore.FindCalls"/>
    IReadOnlyList<FoundCall> FindCalls(SearchQuery query, int limit, CancellationToken cancellationToken);
}
