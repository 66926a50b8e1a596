namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>A sequence that streams follow, from any place in it.</summary>
/// <typeparam name="TItem">What it consists of.</typeparam>
internal interface ILiveSource<TItem>
    where TItem : LiveItem
{
    /// <summary>The highest sequence that can be read; 0 while there is none.</summary>
    long LastSequence { get; }

    /// <summary>The same, also of what another replica has added just now.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => new(LastSequence);

    /// <summary>Completes when there is a sequence above the given one.</summary>
    Task WaitAsync(long after, CancellationToken cancellationToken);

    /// <summary>The next items behind a sequence. Nothing is held open when it returns.</summary>
    /// <param name="after">The last sequence that was read.</param>
    /// <param name="limit">The most sequences to read, at least 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<LiveBatch<TItem>> ReadAfterAsync(long after, int limit, CancellationToken cancellationToken);
}

/// <summary>What was read of a sequence.</summary>
/// <param name="Items">The items, by ascending id; not every sequence needs to have one.</param>
/// <param name="ReadTo">The last sequence that was read; the one asked for if there was none behind it.</param>
internal sealed record LiveBatch<TItem>(IReadOnlyList<TItem> Items, long ReadTo)
    where TItem : LiveItem;
