using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Projections.PostgreSql;
using Bulutfon.Webhooks.Server.Tests.Credentials;
using Bulutfon.Webhooks.Server.Tests.Outbound.Live;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Bulutfon.Webhooks.Server.Verbs;

namespace Bulutfon.Webhooks.Server.Tests.PostgreSql;

/// <summary>Two servers on one database are one server to those who use them.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private Replicas _replicas = null!;
    private RunningServer _a = null!;
    private RunningServer _b = null!;

    public Task InitializeAsync()
    {
        _replicas = Replicas.New();
        _a = _replicas.Start();
        _b = _replicas.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _replicas.DisposeAsync();

    [SkippableFact]
    public async Task A_stream_of_one_sees_what_is_posted_to_the_other_in_order_and_once()
    {
        using var toA = _a.HookClient();
        using var toB = _b.HookClient();
        await using var ofA = await EventStream.OpenAsync(_a);
        await using var ofB = await EventStream.OpenAsync(_b);

        var ids = new List<long>();
        for (var number = 0; number < 20; number++)
        {
            ids.Add(await (number % 2 == 0 ? toA : toB).PostAsync(EventsClient.Event($"u-{number}", 1435762851)));
        }

        Assert.Equal(ids, await ofA.NextIdsAsync(ids.Count));
        Assert.Equal(ids, await ofB.NextIdsAsync(ids.Count));
    }

    [SkippableFact]
    public async Task A_stream_of_calls_sees_what_is_posted_to_the_other_whichever_applies()
    {
        using var toA = _a.HookClient();
        using var toB = _b.HookClient();
        await using var ofA = await EventStream.OpenAsync(_a, path: EventStream.CallsPath);
        await using var ofB = await EventStream.OpenAsync(_b, path: EventStream.CallsPath);

        var ids = new List<long>();
        for (var number = 0; number < 10; number++)
        {
            ids.Add(await (number % 2 == 0 ? toA : toB).PostAsync(EventsClient.Event($"u-{number}", 1435762851)));
        }

        Assert.Equal(ids, await ofA.NextIdsAsync(ids.Count));
        Assert.Equal(ids, await ofB.NextIdsAsync(ids.Count));
    }

    [SkippableFact]
    public async Task What_one_is_asked_to_erase_is_gone_on_both_and_both_count_the_same()
    {
        const string Statistics = "/api/statistics?from=2015-07-01&to=2015-07-02";
        using var toA = _a.HookClient();
        using var toB = _b.HookClient();
        using var ofA = _a.OperatorClient();
        using var ofB = _b.OperatorClient();
        var erased = await toB.PostAsync(EventsClient.Event("gone", 1435762851, "\"caller\":905321234567"));
        var kept = await toA.PostAsync(EventsClient.Event("kept", 1435762851, "\"caller\":905329999999"));
        foreach (var reader in new[] { ofA, ofB })
        {
            Assert.Equal(2, (await reader.ReadAsync(Statistics)).GetProperty("total").GetProperty("calls").GetInt64());
        }

        using var asked = await ofA.PostAsJsonAsync("/api/erasures", new { number = "0532 123 45 67" });
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while ((await ofB.ReadAsync(asked.Headers.Location!.ToString())).GetProperty("state").GetString() != "done")
        {
            await Task.Delay(20, patience.Token);
        }

        foreach (var reader in new[] { ofA, ofB })
        {
            using var gone = await reader.GetAsync($"/api/events/{erased}");
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
            Assert.Equal([kept], await reader.ReadIdsAsync("/api/events?uuid=gone,kept"));
            Assert.Equal(1, (await reader.ReadAsync(Statistics)).GetProperty("total").GetProperty("calls").GetInt64());
        }

        foreach (var replica in new[] { _a, _b })
        {
            Assert.Equal(kept, Assert.Single(await replica.Journal.ReadAfterAsync(0, 10, CancellationToken.None)).Id);
        }
    }

    [SkippableFact]
    public async Task A_stream_goes_on_after_its_database_connections_were_cut()
    {
        using var toB = _b.HookClient();
        await using var ofA = await EventStream.OpenAsync(_a);
        var first = await toB.PostAsync(EventsClient.Event("u-1", 1435762851));
        Assert.Equal([first], await ofA.NextIdsAsync(1));

        _replicas.Database.CutConnections();
        var second = await PostUntilTakenAsync(toB, "u-2");

        Assert.Equal([second], await ofA.NextIdsAsync(1));
    }

    [SkippableFact]
    public async Task A_client_that_comes_from_the_other_with_its_last_id_goes_on_behind_it()
    {
        using var toB = _b.HookClient();
        for (var number = 0; number < 50; number++)
        {
            var id = await toB.PostAsync(EventsClient.Event($"u-{number}", 1435762851));

            // At once: this one may not have heard of it.
            await using var ofA = await EventStream.OpenAsync(_a, lastEventId: $"{id - 1}");
            Assert.Equal([id], await ofA.NextIdsAsync(1));
            await using var behind = await EventStream.OpenAsync(_a, lastEventId: $"{id}");
        }
    }

    [SkippableTheory]
    [InlineData("/api/events?uuid=u-{0}")]
    [InlineData("/api/calls?uuid=u-{0}")]
    public async Task Who_was_answered_by_one_finds_it_on_the_other(string address)
    {
        using var toB = _b.HookClient();
        using var ofA = _a.OperatorClient();
        using var toA = _a.HookClient();
        using var ofB = _b.OperatorClient();
        for (var number = 0; number < 10; number++)
        {
            await (number % 2 == 0 ? toA : toB).PostAsync(EventsClient.Event($"u-{number}", 1435762851));

            var page = await (number % 2 == 0 ? ofB : ofA).ReadCaughtUpAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, number));

            Assert.Single(page.GetProperty("items").EnumerateArray());
        }
    }

    [SkippableFact]
    public async Task The_same_event_to_both_is_stored_once()
    {
        using var toA = _a.HookClient();
        using var toB = _b.HookClient();
        const string Body = """{"event_type":"call_init","uuid":"twice","timestamp":1435762851086820}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            using var answer = await (number % 2 == 0 ? toA : toB).PostBodyAsync(Body, HttpExtensions.Json);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }));

        Assert.Single(answers, answer => !answer.GetProperty("duplicate").GetBoolean());
        Assert.Single(answers.Select(answer => answer.GetProperty("id").GetInt64()).Distinct());
        Assert.Equal(40, _replicas.Database.Scalar<int>("SELECT delivery_count FROM journal"));
    }

    [SkippableFact]
    public async Task When_the_one_that_applies_stops_the_other_takes_over()
    {
        using var toB = _b.HookClient();
        using var ofB = _b.OperatorClient();
        await toB.PostAsync(EventsClient.Event("u-1", 1435762851));
        Assert.Single(await ofB.ReadIdsAsync("/api/events?uuid=u-1"));

        await _replicas.StopAsync(_a);
        await toB.PostAsync(EventsClient.Event("u-2", 1435762851));

        Assert.Single(await ofB.ReadIdsAsync("/api/events?uuid=u-2"));
    }

    [SkippableFact]
    public async Task Who_signed_in_at_one_is_signed_in_at_the_other()
    {
        var cookie = await SessionOf.SignInAsync(_a);
        using var atB = _b.AnonymousClient();
        atB.DefaultRequestHeaders.Add("Cookie", cookie);

        using var answer = await atB.GetAsync("/api/events");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [SkippableFact]
    public async Task A_rebuild_is_done_by_the_one_that_applies()
    {
        using var toB = _b.HookClient();
        using var ofA = _a.OperatorClient();
        for (var number = 0; number < 5; number++)
        {
            await toB.PostAsync(EventsClient.Event($"u-{number}", 1435762851));
        }

        Assert.Single(await ofA.ReadIdsAsync("/api/events?uuid=u-4"));
        _replicas.Database.Execute($"DELETE FROM {PostgreSqlProjectionStore.Schema}.postings");
        Assert.Empty(await ofA.ReadIdsAsync("/api/events?uuid=u-4"));

        var (exitCode, _, error) = await ServerProcess.RunAsync(
            [RebuildProjections.Name, "--Journal:Provider=PostgreSql", $"--ConnectionStrings:Journal={_replicas.Database.ConnectionString}"]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Single(await ofA.ReadIdsAsync("/api/events?uuid=u-4"));
        Assert.Equal(5, (await ofA.ReadAsync("/api/hooks")).GetProperty("items")[0].GetProperty("events").GetInt64());
    }

    internal static async Task<long> PostUntilTakenAsync(HttpClient hook, string uuid)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            using var answer = await hook.PostBodyAsync(EventsClient.Event(uuid, 1435762851), HttpExtensions.Json);
            if (answer.IsSuccessStatusCode)
            {
                return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            await Task.Delay(50, timeout.Token);
        }
    }
}
