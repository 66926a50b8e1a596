using Serilog.Core;
using Serilog.Extensions.Logging;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>Gives loggers whose lines end at the console. Its end waits a moment for a reader of the lines, and no longer.</summary>
internal sealed class ConsoleLoggerProvider(Logger logger) : ILoggerProvider, ISupportExternalScope
{
    private readonly SerilogLoggerProvider _provider = new(logger, dispose: false);

    public ILogger CreateLogger(string categoryName) => _provider.CreateLogger(categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _provider.SetScopeProvider(scopeProvider);

    public void Dispose()
    {
        _provider.Dispose();
        using var ended = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            logger.Dispose();
            TrySet(ended);
        })
        {
            IsBackground = true,
        };
        thread.Start();
        ended.Wait(LogQueue.MostAtEnd);
    }

    private static void TrySet(ManualResetEventSlim ended)
    {
        try
        {
            ended.Set();
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }
}
