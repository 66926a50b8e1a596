using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Hosting;

/// <summary>
/// The first moment of a stop: each answer closes its connection, so that no client has sent a request on a connection that
/// the server closes at the same time.
/// </summary>
internal sealed class Draining(IJournal journal, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Long enough for clients that are posting to get their answer, and with it the word to close.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private volatile bool _stopping;

    /// <summary>Whether the server is about to stop.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Called before the web server stops listening.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        if (journal.Status.LastAttempt is { } last && time.GetUtcNow() - last < Idle)
        {
            await Task.Delay(Moment, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
