using System.Diagnostics.Metrics;
using System.Reflection;
using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Metrics for Prometheus at <c>/metrics</c>; metrics and traces to a collector, if OpenTelemetry's environment variables name one.
/// Nobody traces without a collector, because that would cost every post.
/// </summary>
internal static class MetricsSetup
{
    public const string Path = "/metrics";

    /// <summary>Memory, processor time and threads, as .NET counts them.</summary>
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>The types of exceptions are the most.</summary>
    private const int RuntimeSeries = 100;

    public static WebApplicationBuilder AddMetrics(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.TryAddSingleton<Metrics>();
        services.AddSingleton<ObservedState>();
        services.AddHostedService<MetricsObserver>();
        services.AddOptions<CollectorOptions>().Configure<IConfiguration>(CollectorOptions.Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CollectorOptions>, CollectorOptionsValidator>();

        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe).WithMetrics(metrics =>
        {
            metrics.AddMeter(Metrics.MeterName, RuntimeMeter);
            metrics.AddPrometheusExporter(prometheus => prometheus.ScrapeResponseCacheDurationMilliseconds = 0);
            if (HasCollector(configuration, "METRICS"))
            {
                metrics.AddOtlpExporter();
            }
        });
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) =>
        {
            var meters = provider.GetRequiredService<IMeterFactory>();
            metrics.AddView(instrument => View(instrument, meters));
        });
        if (HasCollector(configuration, "TRACES"))
        {
            telemetry.WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddProcessor(new MaskedTraces()).AddOtlpExporter());
        }

        return builder;
    }

    public static IEndpointRouteBuilder MapMetrics(this WebApplication app)
    {
        // Made with the first scrape: before the options are checked, nothing is.
        var scrape = new Lazy<RequestDelegate>(() =>
            ((IApplicationBuilder)app).New().UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true).Build());
        // A RequestDelegate would not be described.
        app.MapGet(Path, (Delegate)((HttpContext context) => scrape.Value(context)))
            .RequireAuthorization(Policies.Viewer)
            .WithTags("Health")
            .WithName("GetMetrics")
            .WithSummary("Metrics for Prometheus")
            .WithDescription("Everything that is counted, in Prometheus' text format, or OpenMetrics if `Accept` asks for it.")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .AddOpenApiOperationTransformer(MetricsDocumentation.DescribeAnswer);
        return app;
    }

    /// <summary>How many series an instrument may have: memory for all is set aside when it is made, 2,000 unless something else is said.</summary>
    private static MetricStreamConfiguration View(Instrument instrument, IMeterFactory own) => instrument.Meter switch
    {
        { Name: RuntimeMeter } => new MetricStreamConfiguration { CardinalityLimit = RuntimeSeries },
        // Meters are heard by name in the whole process, which may have a second server.
        { Scope: var scope } when !ReferenceEquals(scope, own) => MetricStreamConfiguration.Drop,
        _ => new MetricStreamConfiguration { CardinalityLimit = Metrics.SeriesOf(instrument) },
    };

    /// <summary>Whether OpenTelemetry's variables name a collector, for all or for one kind of signal.</summary>
    private static bool HasCollector(ConfigurationManager configuration, string signal) =>
        !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) || !string.IsNullOrEmpty(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);

    // The variables come last: OTEL_SERVICE_NAME wins.
    private static void Describe(ResourceBuilder resource) => resource
        .AddService(Metrics.MeterName, serviceVersion: typeof(MetricsSetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        .AddEnvironmentVariableDetector();
}
