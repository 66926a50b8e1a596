using System.Diagnostics;
using System.Text;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

[Trait("Store", "Any")]
public sealed class CollectorTests
{
    private const string Token = "6f1d0c9be2a84753b1f06e5d9c8a7b40";

    [Fact]
    public async Task A_collector_gets_metrics_and_traces_without_numbers_and_secrets()
    {
        var received = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var collector = await StartCollectorAsync(received);
        await using var server = RunningServer.Start(settings:
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("Inbound:Hooks:0:PathToken", Token),
        ]);
        using var hook = server.HookClient();
        using var viewer = server.OperatorClient();
        using var stranger = server.AnonymousClient();
        viewer.DefaultRequestHeaders.Add("User-Agent", "crm/905321110000");
        await hook.PostEventAsync("""{"event_type":"call_init","uuid":"u-1","caller":905321110000}""");
        using var byToken = await stranger.PostAsync($"/webhooks/bulutfon/{Token}", content: null);
        using var found = await viewer.GetAsync("/api/events?caller=905321110000");
        using var missing = await viewer.GetAsync("/api/callbacks/905321110000");

        await FlushUntilAsync(server, received, "/v1/traces", "/api/events");
        await FlushUntilAsync(server, received, "/v1/traces", "crm/90532***0000");
        await FlushUntilAsync(server, received, "/v1/metrics", "bulutfon.events.received");

        Assert.All(received.Values, text =>
        {
            Assert.DoesNotContain("5321110000", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain("url.query", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "tcp://localhost:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http")]
    public void An_address_that_is_none_is_an_error_of_the_start(string key, string value)
    {
        var options = new CollectorOptions();

        CollectorOptions.Bind(options, new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build());

        Assert.Contains(key, Assert.Single(new CollectorOptionsValidator().Validate(name: null, options).Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_traced()
    {
        await using var server = RunningServer.Start();
        using var source = new ActivitySource("Microsoft.AspNetCore");

        Assert.Null(server.Services.GetService<TracerProvider>());
        Assert.False(source.HasListeners());
    }

    /// <summary>A span ends after its answer is there, so that one flush may come too early.</summary>
    private static async Task FlushUntilAsync(RunningServer server, Dictionary<string, string> received, string signal, string expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            server.Services.GetRequiredService<TracerProvider>().ForceFlush();
            server.Services.GetRequiredService<MeterProvider>().ForceFlush();
            lock (received)
            {
                if (received.GetValueOrDefault(signal)?.Contains(expected, StringComparison.Ordinal) == true)
                {
                    return;
                }
            }

            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task<WebApplication> StartCollectorAsync(Dictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            lock (received)
            {
                received[context.Request.Path] = received.GetValueOrDefault(context.Request.Path) + Encoding.Latin1.GetString(body.ToArray());
            }
        });
        await app.StartAsync();
        return app;
    }
}
