using System.Data.Common;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>
/// A lease for as long as a piece of work takes, renewed beside it. It keeps others from doing the same work; the work itself has to
/// be right when two do it, because the lease may run out while the database is away.
/// </summary>
internal sealed class HeldLease : IRight
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _done = new();
    private readonly PostgreSqlConnections _connections;
    private readonly Lease _lease;
    private readonly Task _renewing;
    private volatile bool _isHeld = true;
    private int _isDisposed;

    private HeldLease(PostgreSqlConnections connections, Lease lease)
    {
        _connections = connections;
        _lease = lease;
        _renewing = Task.Run(RenewAsync);
    }

    /// <summary>Takes it; null if another has it, or the database is away.</summary>
    public static HeldLease? TryTake(PostgreSqlConnections connections, string name)
    {
        try
        {
            var lease = new Lease(name);
            using var connection = connections.OpenWriter();
            return lease.TryTake(connection) ? new HeldLease(connections, lease) : null;
        }
        catch (Exception exception) when (exception is DbException or StandbyException or JournalCopiedException or ObjectDisposedException)
        {
            return null;
        }
    }

    public bool IsHeld => _isHeld;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _done.CancelAsync();
        await _renewing;
        _done.Dispose();
        With(connection =>
        {
            _lease.Release(connection);
            return true;
        });
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(Renewal);
        try
        {
            while (await timer.WaitForNextTickAsync(_done.Token))
            {
                With(connection => _isHeld = _lease.TryTake(connection));
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    }

    private void With(Func<NpgsqlConnection, bool> use)
    {
        try
        {
            using var connection = _connections.OpenWriter();
            use(connection);
        }
        catch (Exception exception) when (exception is DbException or StandbyException or JournalCopiedException or ObjectDisposedException)
        {
            // It runs out by itself.
        }
    }
}
