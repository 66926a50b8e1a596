using System.Text.RegularExpressions;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

/// <summary>What <c>docs/grafana</c> and <c>docs/prometheus</c> ask for is there.</summary>
[Trait("Store", "Any")]
public sealed class DashboardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("docs/grafana/bulutfon.json", 20)]
    [InlineData("docs/prometheus/alerts.yml", 9)]
    public async Task Every_metric_that_is_asked_for_exists(string file, int atLeast)
    {
        await using var server = RunningServer.Start(settings: ("Inbound:Hooks:0:ExpectEvery", "01:00:00"));
        using var hook = server.HookClient();
        using var stranger = server.AnonymousClient();
        await hook.PostAsync(EventsClient.Event("u-1", 1435762851));
        using var rejected = await hook.PostBodyAsync("{", HttpExtensions.Json);
        using var refused = await stranger.GetAsync("/api/hooks");
        await server.Services.GetRequiredService<ProjectionFollower>().WaitForAsync(1, TimeSpan.FromMinutes(1), CancellationToken.None);
        var known = (await Scrape.OfAsync(server)).Text.Split('\n')
            .Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .SelectMany(type => type[3] == "histogram" ? [$"{type[2]}_bucket", $"{type[2]}_sum", $"{type[2]}_count"] : new[] { type[2] })
            .ToHashSet(StringComparer.Ordinal);

        var asked = Regex.Matches(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, file)), @"\b(bulutfon|dotnet)_[a-z0-9_]+", RegexOptions.ExplicitCapture, Patience)
            .Select(match => match.Value)
            .ToList();

        Assert.True(asked.Count >= atLeast, $"{asked.Count} metrics");
        Assert.Empty(asked.Except(known, StringComparer.Ordinal));
    }

    /// <summary>Prometheus sees no increase in a series that begins with its first failure, so the alert would miss it.</summary>
    [Fact]
    public async Task Every_failure_that_alerts_is_counted_from_nought_and_one_refusal_of_a_hook_that_has_posted_alerts()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var stranger = server.AnonymousClient();
        await hook.PostAsync(EventsClient.Event("u-1", 1435762851));
        var alerts = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs/prometheus/alerts.yml"));
        var counters = Regex.Matches(alerts, @"increase\((?<name>\w+)(\{(?<label>\w+)=""(?<value>\w+)""\})?\[", RegexOptions.ExplicitCapture, Patience);

        var before = await Scrape.OfAsync(server);
        using var refused = await stranger.PostBodyAsync("{}", HttpExtensions.Json);
        var after = await Scrape.OfAsync(server);

        Assert.True(counters.Count >= 5, $"{counters.Count} counters");
        Assert.All(counters, counter => Assert.Equal(0, counter.Groups["label"].Success
            ? before[counter.Groups["name"].Value, (counter.Groups["label"].Value, counter.Groups["value"].Value)]
            : before[counter.Groups["name"].Value]));
        Assert.Equal(["busy", "limited", "network", "none", "wrong"], before.ValuesOf("bulutfon_auth_failures_total", "reason").Order(StringComparer.Ordinal));
        Assert.Equal(1, after["bulutfon_auth_failures_total", ("account", "hook"), ("reason", "none")]);
        Assert.NotNull(before["bulutfon_hook_event_age_seconds"]);
        Assert.Contains("increase(bulutfon_auth_failures_total{account=\"hook\"}[1h])) > 0\n", alerts, StringComparison.Ordinal);
    }
}
