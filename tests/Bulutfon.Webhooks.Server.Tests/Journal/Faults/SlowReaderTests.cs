using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

/// <summary>The write-ahead log under readers that stay.</summary>
[Collection(RunAlone.Name)]
public sealed class SlowReaderTests
{
    private const long Bound = 1 << 20;
    private const int Large = 100_000;

    [Fact]
    public async Task Reader_that_stays_makes_the_log_grow_and_refuses_nobody_until_it_ends()
    {
        await using var server = RunningServer.Start(settings: ("Journal:LargeWalBytes", $"{Bound}"));
        await server.PostAcceptedAsync("first");
        await using (var reader = new SqliteConnection($"Data Source={server.JournalFile};Pooling=False"))
        {
            await reader.OpenAsync();
            await using var snapshot = reader.BeginTransaction(deferred: true);
            Assert.Equal(1L, Count(reader));

            await AppendUntilAsync(server, () => server.Journal.Status.WalBytes > 4 * Bound);

            await server.Log.WaitForIdAsync(LogEvents.WalLarge);
            Assert.Equal(1L, Count(reader));
            Assert.Null(server.Journal.Status.Outage);
            Assert.InRange(server.Log.WithId(LogEvents.WalLarge).Count, 1, 3);
        }

        await AppendUntilAsync(server, () => server.Log.WithId(LogEvents.WalWrittenBack).Count > 0);
        Assert.InRange(new FileInfo(server.JournalFile + "-wal").Length, 0, Bound);
    }

    [Fact]
    public async Task Readers_that_overlap_all_the_time_do_not_make_it_grow()
    {
        await using var server = RunningServer.Start(settings: ("Journal:LargeWalBytes", $"{Bound}"));
        await server.PostAcceptedAsync("first");
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReadAsync(server, stop.Token))).ToList();

        // It begins anew although there is no moment without a reader; how soon, they decide.
        var (before, restarts) = (0L, 0);
        for (var i = 0; restarts < 2; i++)
        {
            Assert.True(i < 2_000, "It only grows.");
            await AppendAsync(server, i);
            var size = server.Journal.Status.WalBytes;
            restarts += size < before ? 1 : 0;
            before = size;
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Empty(server.Log.WithId(LogEvents.CommitFailed));
    }

    private static async Task ReadAsync(RunningServer server, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var context = server.Journal.OpenContext();
            Assert.NotEmpty(await context.Journal.AsNoTracking().OrderByDescending(row => row.Id).Take(2).ToListAsync(CancellationToken.None));
        }
    }

    private static async Task AppendUntilAsync(RunningServer server, Func<bool> done)
    {
        for (var i = 0; !done(); i++)
        {
            Assert.True(i < 10_000, "It never came to that.");
            await AppendAsync(server, i);
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    private static async Task AppendAsync(RunningServer server, int i) =>
        await server.Journal.AppendAsync(TestEvents.CallInit($"call-{i}-{Guid.NewGuid():N}") with { Body = new byte[Large] });

    private static object? Count(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM journal";
        return command.ExecuteScalar();
    }
}
