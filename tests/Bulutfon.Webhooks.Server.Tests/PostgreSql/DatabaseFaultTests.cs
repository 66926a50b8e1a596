using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Tests.Outbound.Live;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Bulutfon.Webhooks.Server.Verbs;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.PostgreSql;

/// <summary>What happens to the database, or on the way to it, loses nothing that was answered 2xx.</summary>
public sealed class DatabaseFaultTests : IAsyncLifetime
{
    private Replicas _replicas = null!;

    public Task InitializeAsync()
    {
        _replicas = Replicas.New();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _replicas.DisposeAsync();

    [SkippableFact]
    public async Task While_the_database_is_away_posts_and_reads_are_503_readiness_says_so_and_it_comes_back_by_itself()
    {
        var server = _replicas.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        var before = await hook.PostAsync(EventsClient.Event("u-1", 1435762851));

        _replicas.Database.TakeAway();
        using (var posted = await hook.PostBodyAsync(EventsClient.Event("u-2", 1435762851), HttpExtensions.Json))
        using (var read = await reader.GetAsync("/api/events?uuid=u-1"))
        using (var listed = await reader.GetAsync("/api/events"))
        using (var ready = await reader.GetAsync("/health/ready"))
        {
            foreach (var answer in new[] { posted, read, listed, ready })
            {
                Assert.NotNull(answer.Headers.RetryAfter);
                await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable);
            }

            Assert.Equal("database_away", (await ready.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString());
        }

        _replicas.Database.BringBack();
        var after = await ReplicaTests.PostUntilTakenAsync(hook, "u-3");

        await ReadyAsync(reader);
        Assert.True(after > before);
        Assert.Equal([before, after], await reader.ReadIdsAsync("/api/events?order=asc"));
        Assert.Equal([after], await FindAsync(reader, "u-3"));
    }

    [SkippableFact]
    public async Task A_commit_whose_answer_is_lost_is_503_and_its_repetition_is_recognised()
    {
        await using var proxy = new CuttingProxy(new NpgsqlConnectionStringBuilder(_replicas.Database.ConnectionString).Port);
        var server = _replicas.Start(new NpgsqlConnectionStringBuilder(_replicas.Database.ConnectionString) { Port = proxy.Port }.ToString());
        using var hook = server.HookClient();
        await using var stream = await EventStream.OpenAsync(server);
        await hook.PostAsync(EventsClient.Event("before", 1435762851));

        proxy.CutAnswerTo("in-doubt");
        using (var doubtful = await hook.PostBodyAsync(EventsClient.Event("in-doubt", 1435762851), HttpExtensions.Json))
        {
            await doubtful.ReadProblemAsync(HttpStatusCode.ServiceUnavailable);
        }

        using var again = await hook.PostBodyAsync(EventsClient.Event("in-doubt", 1435762851), HttpExtensions.Json);
        var receipt = await again.Content.ReadFromJsonAsync<JsonElement>();
        var last = await hook.PostAsync(EventsClient.Event("after", 1435762851));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.True(receipt.GetProperty("duplicate").GetBoolean());
        Assert.Equal([1L, receipt.GetProperty("id").GetInt64(), last], await stream.NextIdsAsync(3));
        Assert.Equal(2, _replicas.Database.Scalar<int>("SELECT delivery_count FROM journal WHERE uuid = 'in-doubt'"));
    }

    [SkippableFact]
    public async Task A_read_only_database_is_told_as_such()
    {
        var server = _replicas.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        await hook.PostAsync(EventsClient.Event("u-1", 1435762851));
        Assert.Single(await FindAsync(reader, "u-1"));

        _replicas.Database.Execute("ALTER DATABASE " + new NpgsqlConnectionStringBuilder(_replicas.Database.ConnectionString).Database + " SET default_transaction_read_only = on");
        _replicas.Database.CutConnections();
        HttpResponseMessage answer;
        do
        {
            // The first one may only notice that its connection is gone.
            answer = await hook.PostBodyAsync(EventsClient.Event("u-2", 1435762851), HttpExtensions.Json);
            await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable);
        }
        while (server.Journal.Status.Outage?.Fault.Cause == "database_away");

        Assert.Equal("read_only", server.Journal.Status.Outage?.Fault.Cause);
        Assert.Single(await FindAsync(reader, "u-1"));
    }

    [SkippableFact]
    public async Task While_somebody_locks_the_journal_reads_are_503_with_the_cause_and_metrics_are_answered()
    {
        var server = _replicas.Start();
        using var reader = server.OperatorClient();
        using var holder = _replicas.Database.Open();
        using var command = new NpgsqlCommand("BEGIN; LOCK TABLE journal", holder);
        command.ExecuteNonQuery();

        using var listed = await reader.GetAsync("/api/events");
        using var metrics = await reader.GetAsync("/metrics");

        Assert.NotNull(listed.Headers.RetryAfter);
        Assert.Equal("locked", (await listed.ReadProblemAsync(HttpStatusCode.ServiceUnavailable)).GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
    }

    [SkippableFact]
    public async Task A_role_that_owns_the_database_alone_is_enough()
    {
        var server = _replicas.Start(_replicas.Database.ConnectionStringOf("owner", $"ALTER DATABASE {_replicas.Database.Name} OWNER TO {{0}}"));
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();

        var id = await hook.PostAsync(EventsClient.Event("u-1", 1435762851));

        Assert.Equal([id], await FindAsync(reader, "u-1"));
    }

    [SkippableFact]
    public async Task A_database_that_was_put_back_to_an_earlier_time_never_gives_an_id_again()
    {
        var server = _replicas.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        await hook.PostAsync(EventsClient.Event("u-1", 1435762851));
        var lost = await hook.PostAsync(EventsClient.Event("u-2", 1435762851));

        _replicas.Database.Execute($"DELETE FROM journal WHERE id = {lost}; SELECT setval('journal_id', {lost - 1})");
        _replicas.Database.CutConnections();
        var id = await ReplicaTests.PostUntilTakenAsync(hook, "u-3");

        Assert.Equal(lost + 1, id);
        Assert.Equal([id], await FindAsync(reader, "u-3"));
    }

    [SkippableTheory]
    [InlineData(Backup.Name, "pg_dump", "file.db")]
    [InlineData(Restore.Name, "pg_restore", "file.db")]
    [InlineData(Check.Name, "pg_amcheck")]
    public async Task Verbs_for_files_name_what_to_use_instead(string verb, string instead, params string[] file)
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(
            [verb, .. file, "--Journal:Provider=PostgreSql", $"--ConnectionStrings:Journal={_replicas.Database.ConnectionString}"]);

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains(instead, error, StringComparison.Ordinal);
    }

    /// <summary>Searches until the projections, which begin anew after a failure, have caught up.</summary>
    private static async Task<long[]> FindAsync(HttpClient reader, string uuid)
    {
        while (true)
        {
            var page = await reader.ReadAsync($"/api/events?uuid={uuid}");
            if (!page.TryGetProperty("indexed_to", out _))
            {
                return EventsClient.Ids(page);
            }
        }
    }

    private static async Task ReadyAsync(HttpClient reader)
    {
        using var ready = await reader.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }
}
