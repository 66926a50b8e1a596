using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

public sealed class LockedTests
{
    [Fact]
    public async Task Journal_that_an_operator_locks_is_a_503_after_the_busy_timeout_and_goes_on_when_the_lock_is_gone()
    {
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };
        await using var shell = new SqliteConnection($"Data Source={server.JournalFile};Pooling=False");
        await shell.OpenAsync();
        Execute(shell, "BEGIN EXCLUSIVE");

        await server.PostRefusedAsync("refused");
        await server.AssertUnreadyAsync("locked");
        Execute(shell, "ROLLBACK");

        await server.AssertRecoversAsync();
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
        Assert.DoesNotContain(server.Log.WithId(LogEvents.RequestAnswered), line => line.Level >= LogEventLevel.Warning);
    }

    [Fact]
    public async Task Lock_shorter_than_the_busy_timeout_only_delays()
    {
        await using var server = RunningServer.Start();
        await using var shell = new SqliteConnection($"Data Source={server.JournalFile};Pooling=False");
        await shell.OpenAsync();
        Execute(shell, "BEGIN EXCLUSIVE");

        var waiting = server.PostAcceptedAsync("waits");
        await using (var reader = server.Journal.OpenContext())
        {
            // Readers are not locked out, and the post is not answered before it can be stored.
            Assert.Empty(reader.Journal);
            Assert.False(waiting.IsCompleted);
        }

        Execute(shell, "ROLLBACK");

        Assert.Equal(1, await waiting);
        Assert.Empty(server.CausesTold());
    }

    [Fact]
    public async Task Lock_that_meets_posts_which_come_one_by_one_only_delays_and_loses_nothing()
    {
        await using var server = RunningServer.Start();
        await using var shell = new SqliteConnection($"Data Source={server.JournalFile};Pooling=False");
        await shell.OpenAsync();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var number = 0; number < 40; number++)
        {
            accepted[$"one-{number}"] = await server.PostAcceptedAsync($"one-{number}");
            if (number % 10 != 9)
            {
                continue;
            }

            // By now the request's own thread commits; it leaves what it cannot begin to the journal's.
            Execute(shell, "BEGIN EXCLUSIVE");
            var waiting = server.PostAcceptedAsync($"waits-{number}");
            while (server.Journal.Status.WaitingBytes == 0)
            {
                await Task.Yield();
            }

            Assert.False(waiting.IsCompleted);
            Execute(shell, "ROLLBACK");
            accepted[$"waits-{number}"] = await waiting;
        }

        Assert.Equal(Enumerable.Range(1, accepted.Count).Select(id => (long)id), accepted.Values.Order());
        StoredCalls.AssertHold(server.JournalFile, accepted);
        Assert.Empty(server.CausesTold());
    }

    [Fact]
    public async Task Post_that_waits_for_a_lock_is_answered_when_the_server_stops()
    {
        await using var server = RunningServer.Start();
        await using var shell = new SqliteConnection($"Data Source={server.JournalFile};Pooling=False");
        await shell.OpenAsync();
        Execute(shell, "BEGIN EXCLUSIVE");
        var waiting = server.PostRefusedAsync("waits");
        while (server.Journal.Status.WaitingBytes == 0)
        {
            await Task.Yield();
        }

        await server.Services.GetRequiredService<IHost>().StopAsync();

        await waiting;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
