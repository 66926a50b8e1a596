using System.Globalization;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Outbound.Calls;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Bulutfon.Webhooks.Server.Verbs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Verbs;

public sealed class RebuildProjectionsTests : IDisposable
{
    private const int Calls = 60;

    private readonly TemporaryFolder _folder = new();

    private string Journal => _folder.File("journal.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_running_server_is_asked_and_goes_on_answering_and_receiving()
    {
        await using var server = RunningServer.Start(_folder);
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        await PostAsync(hook, 0, Calls);
        var before = await ReadAsync(reader);
        Damage();
        var damaged = await ReadAsync(reader);

        var rebuild = ServerProcess.RunAsync([RebuildProjections.Name, $"--ConnectionStrings:Journal=Data Source={Journal}"]);
        var posted = 0;
        do
        {
            await PostAsync(hook, Calls + posted, Calls + posted + 1);
            Assert.NotNull(await ReadAsync(reader));
            posted++;
        }
        while (!rebuild.IsCompleted);

        var (exitCode, output, error) = await rebuild;
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("made anew", output, StringComparison.Ordinal);
        Assert.Empty(damaged);
        Assert.Equal(before, (await ReadAsync(reader))[^Calls..]);
        Assert.Equal(Calls + posted, (await ReadAsync(reader)).Length);
    }

    [Fact]
    public async Task Without_a_server_the_verb_does_the_work()
    {
        string[] before;
        await using (var server = RunningServer.Start(_folder))
        {
            using var hook = server.HookClient();
            using var reader = server.OperatorClient();
            await PostAsync(hook, 0, Calls);
            before = await ReadAsync(reader);
        }

        Damage();
        var (exitCode, _, error) = await ServerProcess.RunAsync([RebuildProjections.Name, $"--ConnectionStrings:Journal=Data Source={Journal}"]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(
            ["journal.db", "journal.db.lock", "journal.db.read.db"],
            Directory.GetFiles(Path.GetDirectoryName(Journal)!).Select(Path.GetFileName).Where(file => !file!.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        await using var again = RunningServer.Start(_folder);
        using var readerAgain = again.OperatorClient();
        Assert.Equal(before, await ReadAsync(readerAgain));
    }

    [Fact]
    public async Task Without_a_journal_it_says_so()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync([RebuildProjections.Name, $"--ConnectionStrings:Journal=Data Source={Journal}"]);

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.Contains(Journal, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_goes_on_with_a_rebuild_that_was_not_finished()
    {
        await using (var server = RunningServer.Start(_folder))
        {
            using var hook = server.HookClient();
            await PostAsync(hook, 0, Calls);
            await server.Services.GetRequiredService<ProjectionFollower>().WaitForAsync(Calls, TimeSpan.FromMinutes(1), default);
        }

        Damage();
        RebuildRequest.Write(new SqliteJournalFiles(Journal));
        await using var again = RunningServer.Start(_folder);
        using var hookAgain = again.HookClient();
        using var reader = again.OperatorClient();

        // The rebuild comes before the next batch, and this call is in it.
        await PostAsync(hookAgain, Calls, Calls + 1);
        await again.Services.GetRequiredService<ProjectionFollower>().WaitForAsync(Calls + 1, TimeSpan.FromMinutes(1), default);

        Assert.Equal(Calls + 1, (await ReadAsync(reader)).Length);
        Assert.False(File.Exists(new SqliteJournalFiles(Journal).RebuildRequest));
    }

    /// <summary>Loses every call, as a fault of an earlier version might have.</summary>
    private void Damage()
    {
        using var connection = new SqliteConnection(new SqliteJournalFiles(Journal).ProjectionWriterConnectionString);
        connection.Open();
        SqlitePragmas.Execute(connection, "DELETE FROM calls");
    }

    private static async Task PostAsync(HttpClient hook, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            await hook.PostEventAsync(EventsClient.Event(string.Create(CultureInfo.InvariantCulture, $"call-{number}"), 1_614_261_547_000_000 + number));
        }
    }

    private static async Task<string[]> ReadAsync(HttpClient reader) => ScenarioServer.Uuids(await reader.ReadAsync("/api/calls?limit=500"));
}
