using Serilog.Sinks.Async;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// The lines that wait for whoever reads standard output. When he reads no more, lines are dropped and counted: a server that
/// waits for the reader of its log would answer nobody.
/// </summary>
internal sealed class LogQueue : IAsyncLogEventSinkMonitor
{
    /// <summary>The most lines that wait.</summary>
    public const int Capacity = 10_000;

    /// <summary>How long a stop waits until what waits is written.</summary>
    public static readonly TimeSpan MostAtEnd = TimeSpan.FromSeconds(1);

    private IAsyncLogEventSinkInspector? _inspector;
    private long _dropped;

    /// <summary>How many lines were dropped.</summary>
    public long Dropped => Volatile.Read(ref _inspector)?.DroppedMessagesCount ?? Volatile.Read(ref _dropped);

    public void StartMonitoring(IAsyncLogEventSinkInspector inspector) => Volatile.Write(ref _inspector, inspector);

    public void StopMonitoring(IAsyncLogEventSinkInspector inspector)
    {
        Volatile.Write(ref _dropped, inspector.DroppedMessagesCount);
        Volatile.Write(ref _inspector, null);
    }
}
