using System.Diagnostics;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>
/// Erases what is known of a number, one request after the other, while events are received. What stands in the way is waited for; a
/// restart begins an unfinished one again, which finds what is left. Events that arrive before the walk has come to the end are erased
/// with the others; later ones are new.
/// </summary>
internal sealed partial class Erasures(
    IJournal journal, IProjectionStore projections, IOptionsMonitor<InboundOptions> inbound, TimeProvider time, ILogger<Erasures> logger, Metrics metrics) : BackgroundService
{
    private const int RowsRead = 500;

    /// <summary>Rows of one transaction: a few milliseconds.</summary>
    private const int AtOnce = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>How far the one that is under way has read, in ids of events.</summary>
    private (long Erasure, long ReadTo) _progress;

    /// <summary>The last id of an event that an erasure has read; null if it is not under way.</summary>
    public long? ReadTo(long erasure) => _progress is var (id, readTo) && id == erasure ? readTo : null;

    /// <summary>Keeps the request, and begins with it as soon as the ones before it are done.</summary>
    /// <returns>The erasure's id.</returns>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    public async Task<long> RequestAsync(WrittenNumber number, string by)
    {
        var id = (await journal.KeepUpAsync(new PendingErasure(number.Key, by, UnixTime.Of(time.GetUtcNow())))).Id;
        LogRequested(logger, id, by);
        _asked.Release();
        return id;
    }

    public override void Dispose()
    {
        _asked.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await NextAsync(stoppingToken) is not null)
                {
                    await EraseNextAsync(stoppingToken);
                }
                else
                {
                    await _asked.WaitAsync(Look, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // That the store fails is told where it is a matter of events.
                if (exception is not JournalUnavailableException)
                {
                    LogFailed(logger, exception);
                }

                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<ErasureRow?> NextAsync(CancellationToken stoppingToken)
    {
        if (!await journal.HasErasureAsync(stoppingToken))
        {
            return null;
        }

        await using var context = journal.OpenContext();
        return await context.Erasures.AsNoTracking().Where(row => row.State != ErasureRow.Done).OrderBy(row => row.Id).FirstOrDefaultAsync(stoppingToken);
    }

    private async Task EraseNextAsync(CancellationToken stoppingToken)
    {
        await using var right = journal.TryLead("erasures");
        if (right is null)
        {
            // Another replica is at it.
            await Task.Delay(Pause, stoppingToken);
        }
        else if (await NextAsync(stoppingToken) is { } erasure)
        {
            await EraseAsync(erasure, stoppingToken);
        }
    }

    private async Task EraseAsync(ErasureRow erasure, CancellationToken stoppingToken)
    {
        if (erasure.State == ErasureRow.Requested && WrittenNumber.Of(erasure.Number) is { } number)
        {
            await EraseEventsAsync(erasure.Id, number, stoppingToken);
            await EraseRejectionsAsync(erasure.Id, number, stoppingToken);
            await journal.KeepUpAsync(new PendingForgetting(erasure.Id, await MarksAsync(number, stoppingToken)));
        }

        // The number, and pages with it, stand in the log until it is empty; a reader may be in the way for long.
        await projections.ForgetDeletedAsync().WaitAsync(stoppingToken);
        while ((await journal.KeepUpAsync(new PendingLogCleaning())).Id == 0)
        {
            await Task.Delay(Pause, stoppingToken);
        }

        await journal.KeepUpAsync(new PendingErasureEnd(erasure.Id, UnixTime.Of(time.GetUtcNow())));
        LogDone(logger, erasure.Id);
    }

    private async Task EraseEventsAsync(long erasure, WrittenNumber number, CancellationToken stoppingToken)
    {
        for (var after = 0L; ;)
        {
            List<(long Id, bool IsMatch)> rows;
            await using (var context = journal.OpenContext())
            {
                var read = await context.Journal.AsNoTracking().Where(row => row.Id > after).OrderBy(row => row.Id).Take(RowsRead)
                    .ToListAsync(stoppingToken);
                rows = [.. read.Select(row => (row.Id, IsMatch: Matches(number, row)))];
            }

            if (rows.Count == 0)
            {
                return;
            }

            foreach (var ids in rows.Where(row => row.IsMatch).Select(row => row.Id).Chunk(AtOnce))
            {
                await DeleteAsync(new PendingDeletion(ids, [], (erasure, UnixTime.Of(time.GetUtcNow()))), stoppingToken);
                metrics.Deleted(ErasedRow.Event, "erasure", ids.Length);
            }

            _progress = (erasure, after = rows[^1].Id);
        }
    }

    private async Task EraseRejectionsAsync(long erasure, WrittenNumber number, CancellationToken stoppingToken)
    {
        for (var after = 0L; ;)
        {
            await using var context = journal.OpenContext();
            var rows = await context.Rejections.AsNoTracking().Where(row => row.Id > after).OrderBy(row => row.Id).Take(RowsRead).ToListAsync(stoppingToken);
            if (rows.Count == 0)
            {
                return;
            }

            var matching = rows.Where(row => Matches(number, row));
            foreach (var ids in matching.Select(row => row.Id).Chunk(AtOnce))
            {
                await DeleteAsync(new PendingDeletion([], ids, (erasure, UnixTime.Of(time.GetUtcNow()))), stoppingToken);
                metrics.Deleted(ErasedRow.Rejection, "erasure", ids.Length);
            }

            after = rows[^1].Id;
        }
    }

    private async Task<IReadOnlyList<string>> MarksAsync(WrittenNumber number, CancellationToken stoppingToken)
    {
        await using var context = journal.OpenContext();
        var marks = await context.CallbackMarks.AsNoTracking().ToListAsync(stoppingToken);
        return [.. marks.Where(mark => number.Is(mark.Number) || Matches(number, [mark.Number], mark.Note, mark.MarkedBy)).Select(mark => mark.Number)];
    }

    /// <summary>Deletes, then leaves the writer to others for twice as long as that took.</summary>
    private async Task DeleteAsync(PendingDeletion deletion, CancellationToken stoppingToken)
    {
        var started = Stopwatch.GetTimestamp();
        await journal.KeepUpAsync(deletion);
        await Task.Delay(Stopwatch.GetElapsedTime(started) * 2, stoppingToken);
    }

    /// <summary>The bytes of an event, and what search finds it by: whatever a filter reads as the number has to go too.</summary>
    private static bool Matches(WrittenNumber number, JournalRow row) =>
        Matches(number, DecodedBody.TextsOf(row.Body, row.ContentType), row.ContentType, row.Uuid, row.Destination, row.Hook)
        || (row.ToEvent() is { } webhookEvent && EventNumbers.Of(webhookEvent).Any(number.Is));

    /// <summary>A rejection that unpacks to more than a body may have is matched: nobody can say that the number is not in it.</summary>
    private bool Matches(WrittenNumber number, RejectionRow row) =>
        (row.Code == Refusal.UnsupportedEncoding || PackedBody.LooksPacked(row.Body)
            ? DecodedBody.TextsOfRefused(row.Body, inbound.CurrentValue.MaxBodyBytes, row.ContentType)
            : DecodedBody.TextsOf(row.Body, row.ContentType)) is not { } texts
        || Matches(number, texts, row.ContentType, row.Detail, row.Path);

    private static bool Matches(WrittenNumber number, IEnumerable<string> texts, params string?[] others) =>
        texts.Concat(others.OfType<string>()).Any(number.IsIn);

    [LoggerMessage(LogEvents.ErasureRequested, LogLevel.Information, "Erasure {Erasure} was requested by {Operator}.")]
    private static partial void LogRequested(ILogger logger, long erasure, string @operator);

    [LoggerMessage(LogEvents.ErasureDone, LogLevel.Information, "Erasure {Erasure} is done.")]
    private static partial void LogDone(ILogger logger, long erasure);

    [LoggerMessage(LogEvents.ErasureFailed, LogLevel.Error, "An erasure could not go on; it is tried again.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
