using System.Globalization;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>
/// Learns what other replicas committed. Notifications only wake it up; it looks every half second anyway, so that
/// one which is lost, with its connection for instance, costs no more than that. Its session also shows that a server is here.
/// </summary>
internal sealed class CommitWatch : IDisposable
{
    private const string Committed = "bulutfon_journal";
    private const string Deleted = "bulutfon_deleted";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopped = new();
    private readonly PostgreSqlConnections _connections;
    private readonly PostgreSqlJournalReader _reader;
    private readonly CommitSignal _signal;
    private readonly RecentEvents _recent;
    private readonly Task _watching;

    public CommitWatch(PostgreSqlConnections connections, PostgreSqlJournalReader reader, CommitSignal signal, RecentEvents recent)
    {
        _connections = connections;
        _reader = reader;
        _signal = signal;
        _recent = recent;
        _watching = Task.Run(WatchAsync);
    }

    public void Dispose()
    {
        _stopped.Cancel();

        // The data source is closed next.
        ((IAsyncResult)_watching).AsyncWaitHandle.WaitOne();
        _stopped.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(_stopped.Token);
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception)
            {
                // The database is away or being copied, which the writer tells; the next look connects again.
                _connections.ForgetReaders();
                await Task.Delay(Look, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _connections.Writers.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) => Heard(notification);
        JournalUse.Take(connection);
        await using (var listen = new NpgsqlCommand($"LISTEN {Committed}; LISTEN {Deleted}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // What was deleted while nobody listened, is not told any more.
        _recent.Forget(_signal.Last);
        while (true)
        {
            _signal.Raise(await _reader.ReadLastAsync(cancellationToken));
            var next = Environment.TickCount64 + (long)Look.TotalMilliseconds;
            while (next - Environment.TickCount64 is > 0 and var left && await connection.WaitAsync(TimeSpan.FromMilliseconds(left), cancellationToken))
            {
                // What was heard is raised already.
            }
        }
    }

    private void Heard(NpgsqlNotificationEventArgs notification)
    {
        if (notification.Channel == Deleted)
        {
            _recent.Erase([.. notification.Payload.Split(' ').Select(id => long.Parse(id, CultureInfo.InvariantCulture))]);
        }
        else if (long.TryParse(notification.Payload, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            _signal.Raise(sequence);
        }
    }
}
