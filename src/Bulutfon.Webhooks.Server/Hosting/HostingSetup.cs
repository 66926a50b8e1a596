using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Transport;
using Bulutfon.Webhooks.Server.Verbs;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Hosting;

/// <summary>What one process takes on, and how it ends.</summary>
internal static partial class HostingSetup
{
    /// <summary>How long a stop waits for requests; with a commit that waits for another process to the end of its patience, it is still below ten seconds.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    /// <summary>
    /// What Kestrel reads ahead of a request, in bytes, off the socket, where it decrypts, and of all streams of one HTTP/2 connection. Bodies are read as they come, so more would only be memory that anybody
    /// can take by connecting.
    /// </summary>
    private const int RequestBufferBytes = 64 * 1024;

    /// <summary>Kestrel's own bounds for the rest are as wanted: 100 headers of 32 KiB together, 240 bytes a second at least.</summary>
    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.Configure<SocketTransportOptions>(static sockets => sockets.MaxReadBufferSize = RequestBufferBytes);
        NotifySystemd(builder.Services);
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<Draining>(static (kestrel, draining) =>
        {
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                endpoint.Use(draining.Around);
                endpoint.Use(SentBeforeClose.Around);
            });
            kestrel.Limits.MaxRequestBufferSize = RequestBufferBytes;
            kestrel.Limits.Http2.InitialConnectionWindowSize = kestrel.Limits.Http2.InitialStreamWindowSize = RequestBufferBytes;
        });
        return builder;
    }

    /// <summary>
    /// Tells systemd that the server listens, and that it stops. Not by AddSystemd(): that looks at the parent process, which a unit
    /// with ProtectProc=invisible cannot see, and such a unit would never have started.
    /// </summary>
    private static void NotifySystemd(IServiceCollection services)
    {
        if (OperatingSystem.IsLinux() && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NOTIFY_SOCKET")))
        {
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
        }
    }

    /// <summary>Once the options are known to be valid: Kestrel's are made before, when an exception would be a stack trace.</summary>
    public static void BoundConnections(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        var wanted = app.Services.GetRequiredService<IOptions<InboundOptions>>().Value.MaxConnections;
        var open = OpenFiles.Count;
        var most = OpenFiles.ConnectionsWithin(OpenFiles.Limit, open, wanted);
        if (most < wanted)
        {
            LogFewConnections(app.Logger, most, wanted, OpenFiles.Limit, wanted + open + OpenFiles.Reserve);
        }

        limits.MaxConcurrentConnections = limits.MaxConcurrentUpgradedConnections = most;
    }

    [LoggerMessage(LogEvents.Started, LogLevel.Information, "Bulutfon.Webhooks {Version} has started.")]
    private static partial void LogStarted(ILogger logger, string version);

    [LoggerMessage(LogEvents.FewConnections, LogLevel.Warning, "At most {Most} connections are open at once, not the {Wanted} of Inbound:MaxConnections: the process may open {Limit} files. Raise that limit to {Enough} (LimitNOFILE of the unit, `ulimit -n`), or lower the setting.")]
    private static partial void LogFewConnections(ILogger logger, int most, int wanted, long? limit, int enough);

    /// <summary>First in the pipeline.</summary>
    public static WebApplication UseHosting(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() => LogStarted(app.Logger, VerbHelp.Version));
        app.Use(app.Services.GetRequiredService<Draining>().Around);
        return app;
    }
}
