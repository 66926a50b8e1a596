namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>Lets the metrics look at the parts of the server, once those are there.</summary>
internal sealed class MetricsObserver(Metrics metrics, ObservedState state) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Observe(state);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
