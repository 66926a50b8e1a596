using Bulutfon.Webhooks.Benchmarks.Load;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Benchmarks.Generate;

/// <summary>Appends the events of a timeline to a journal, as many posts at once would.</summary>
internal sealed class JournalFiller(IJournal journal, GenerateOptions options)
{
    /// <summary>Enough that the next commit is always full when the last one ends.</summary>
    private const int InFlight = 4096;

    private readonly Timeline _timeline = new(options.Seed, options.Events, options.Days, options.End);

    /// <summary>How many of the events the journal holds.</summary>
    /// <exception cref="OtherJournalException">The journal holds others.</exception>
    public async Task<long> CheckAsync(CancellationToken cancellationToken)
    {
        var there = journal.LastSequence;
        if (there == 0)
        {
            return 0;
        }

        // One event tells: they all come from seed and count. Of a part, the last also tells that nothing else is in between.
        var place = there < options.Events ? there : 1;
        var stored = await journal.ReadAfterAsync(place - 1, 1, cancellationToken);
        var made = _timeline.Events().ElementAt((int)place - 1);
        return stored is [{ Event: { } found }] && found.Uuid == made.Call.Uuid && found.Timestamp == made.OccurredAt
            ? there
            : throw new OtherJournalException($"{options.Store.Name} holds other events than these --events and --seed make. Delete it, or name another.");
    }

    /// <summary>Appends what is missing.</summary>
    /// <param name="there">How many events are there.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends it; what is stored by then stays.</param>
    public async Task FillAsync(long there, Progress progress, CancellationToken cancellationToken)
    {
        var inFlight = new Queue<Task<Appended>>(InFlight);
        foreach (var sent in _timeline.Events().Skip((int)there))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            if (inFlight.Count == InFlight)
            {
                progress.Tell((await inFlight.Dequeue()).Id);
            }

            inFlight.Enqueue(journal.AppendAsync(sent.ToNewEvent()).AsTask());
        }

        await Task.WhenAll(inFlight);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
