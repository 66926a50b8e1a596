using Bulutfon.Webhooks.Server.Inbound;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Core;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>Logging to the console through Serilog, the request log and the tally of receipts.</summary>
internal static class TelemetrySetup
{
    /// <summary>
    /// Levels are those of .NET's own configuration, <c>Logging:LogLevel:{category}</c>, so that what everybody knows
    /// works here (<c>Logging__LogLevel__Default=Debug</c> shows accepted posts), also while the server runs. Sinks are
    /// not configurable: another one would write unmasked numbers. Collect standard output instead.
    /// </summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultLevels });
        LogLevels.Check(builder);
        builder.Services.AddOptions<LogFormatOptions>().Configure<IConfiguration>(LogFormatOptions.Bind).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LogFormatOptions>, LogFormatOptionsValidator>();

        // Not AddSerilog(): it adds a filter for its provider, which wins over Logging:LogLevel.
        builder.Logging.ClearProviders();
        // Serilog takes the trace from the activity; as a scope it would stand in every line twice.
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None);
        builder.Services.AddSingleton<ILoggerProvider>(services => new ConsoleLoggerProvider(CreateLogger(services)));
        builder.Services.AddSingleton<LogQueue>();

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ReceiptTally>();
        builder.Services.AddHostedService<ReceiptSummary>();
        return builder;
    }

    /// <summary>
    /// One line a request. Must come first in the pipeline: what answers before it, is not logged. Authentication and
    /// authorization are added before everything by the framework unless the application adds them itself.
    /// </summary>
    public static WebApplication UseRequestLog(this WebApplication app)
    {
        app.UseMiddleware<RequestLog>();
        return app;
    }

    private static Dictionary<string, string?> DefaultLevels => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Microsoft"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:System"] = nameof(LogLevel.Warning),
        // Whoever turns it on pays for it with each post.
        [$"Logging:LogLevel:{RequestTrace.FrameworkCategory}"] = nameof(LogLevel.None),
        // The keys of the page's cookies are not encrypted, as nothing else is beside the journal: their files are for the owner alone.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = nameof(LogLevel.Error),
        // The framework's base class writes a line for each stranger; ours say it already.
        [$"Logging:LogLevel:{typeof(PathTokenHandler).FullName}"] = nameof(LogLevel.Warning),
    };

    private static Logger CreateLogger(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var lines = LogOutput.For(services.GetRequiredService<IHostEnvironment>(), LogFormatOptions.Read(configuration), SystemdJournal.TakesOutput(configuration));
        var output = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .Filter.ByExcluding(FailedStart.IsToldOtherwise)
            .WriteTo.Async(
                queued => queued.Console(lines),
                LogQueue.Capacity,
                blockWhenFull: false,
                services.GetRequiredService<LogQueue>());
        foreach (var sink in services.GetServices<ILogEventSink>())
        {
            output.WriteTo.Sink(sink);
        }

        return output.CreateLogger();
    }
}
