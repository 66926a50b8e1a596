using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Core;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

/// <summary>Real Kestrel on a loopback socket with the product's log and problems, and the endpoints that a test maps.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app)
    {
        _app = app;
        Client = new() { BaseAddress = new(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public required MemorySink Log { get; init; }

    public static async Task<LoopbackServer> StartAsync(Action<WebApplication> map, string environment = "Production", params string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, Args = args });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddTelemetry();
        builder.AddProblems();
        var log = new MemorySink();
        builder.Services.AddSingleton<ILogEventSink>(log);
        var app = builder.Build();
        app.UseRequestLog();
        app.UseProblems();
        map(app);
        await app.StartAsync();
        return new(app) { Log = log };
    }

    public bool IsEnabled<T>(LogLevel level) => _app.Services.GetRequiredService<ILogger<T>>().IsEnabled(level);

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
