using Bulutfon.Webhooks.Server.Telemetry;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>
/// Makes the journal's partitions ahead of time, by one replica at a time. Without it nothing is lost: events of a month that has
/// none go to the default partition.
/// </summary>
internal sealed partial class PartitionUpkeep(IServiceProvider services, TimeProvider time, ILogger<PartitionUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly PeriodicTimer _timer = new(Period, time);
    private readonly Lease _lease = new("partitions");

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!services.UsesPostgreSql())
        {
            return;
        }

        // The start has just made them.
        while (await _timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Make();
            }
            catch (Exception exception) when (exception is NpgsqlException or StandbyException or JournalCopiedException)
            {
                LogFailed(logger, exception);
            }
        }
    }

    private void Make()
    {
        using var connection = services.GetRequiredService<PostgreSqlConnections>().OpenWriter();
        if (!_lease.TryTake(connection))
        {
            return;
        }

        try
        {
            PostgreSqlMigrator.MakePartitions(connection);
        }
        finally
        {
            _lease.Release(connection);
        }
    }

    [LoggerMessage(LogEvents.PartitionsNotMade, LogLevel.Warning, "The journal's partitions could not be made ahead; it is tried again in an hour.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
