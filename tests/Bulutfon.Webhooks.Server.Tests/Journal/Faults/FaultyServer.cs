using System.Globalization;
using System.Net;
using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

/// <summary>What the tests of faults ask a server.</summary>
internal static class FaultyServer
{
    /// <summary>Posts a call, whatever the answer.</summary>
    public static async Task<HttpResponseMessage> PostAsync(this RunningServer server, string uuid)
    {
        using var hook = server.HookClient();
        return await hook.PostBodyAsync(Body(uuid), HttpExtensions.Json);
    }

    public static async Task<long> PostAcceptedAsync(this RunningServer server, string uuid)
    {
        using var hook = server.HookClient();
        return await hook.PostEventAsync(Body(uuid));
    }

    /// <summary>Posts a call that cannot be stored: 503, and when to come again.</summary>
    public static async Task PostRefusedAsync(this RunningServer server, string uuid)
    {
        using var answer = await server.PostAsync(uuid);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        var problem = await answer.ReadProblemAsync();
        Assert.Contains("not stored", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Asserts that readiness names the cause, to programs and to people, and its log line once.</summary>
    public static async Task AssertUnreadyAsync(this RunningServer server, params string[] causes)
    {
        using var client = server.AnonymousClient();
        using var answer = await client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        var problem = await answer.ReadProblemAsync();
        Assert.Contains(problem.GetProperty("reason").GetString(), causes);
        Assert.NotEqual(default, problem.GetProperty("since").GetDateTimeOffset());
        Assert.DoesNotContain(server.JournalFile, problem.ToString(), StringComparison.Ordinal);

        var told = server.CausesTold();
        Assert.NotEmpty(told);
        Assert.Subset(causes.ToHashSet(StringComparer.Ordinal), told.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(told.Distinct(StringComparer.Ordinal), told);
    }

    /// <summary>Waits until the server has found by itself that it can commit again, and shows it.</summary>
    public static async Task AssertRecoversAsync(this RunningServer server)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (server.Journal.Status.Outage is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), timeout.Token);
        }

        await server.Log.WaitForIdAsync(LogEvents.CommitRecovered);
        using var client = server.AnonymousClient();
        using var ready = await client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    public static List<string> CausesTold(this RunningServer server) =>
        [.. server.Log.WithId(LogEvents.CommitFailed).Select(line => line.Properties["Cause"].ToString(null, CultureInfo.InvariantCulture).Trim('"'))];

    private static string Body(string uuid) => $$"""{"event_type":"call_init","uuid":"{{uuid}}","timestamp":1435762851086820,"caller":905321110000}""";
}
