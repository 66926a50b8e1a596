using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>The connections to the database: one that commits and one that listens, one that projects, and a pool that reads.</summary>
internal sealed class PostgreSqlConnections : IAsyncDisposable, IDisposable
{
    /// <summary>How long a commit may take, in seconds; then its outcome is unknown, and the posts are answered 503.</summary>
    private const int CommitSeconds = 10;

    private const int ConnectSeconds = 5;

    /// <summary>How soon a server of several is asked again for its role, in seconds: that long posts are refused after a failover.</summary>
    private const int HostRecheckSeconds = 1;

    /// <summary>How long a transaction may be idle, in seconds; only one of a process that was paused is.</summary>
    private const int PausedSeconds = 10;

    private const string Session = """
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
        SET default_transaction_isolation = 'read committed';
        SET tcp_keepalives_idle = 5;
        SET tcp_keepalives_interval = 5;
        SET tcp_keepalives_count = 3;
        SET tcp_user_timeout = '20s'
        """;

    public PostgreSqlConnections(string connectionString)
    {
        Writers = NpgsqlDataSource.Create(Writing(connectionString));
        Readers = NpgsqlDataSource.Create(Reading(connectionString));
    }

    /// <summary>For sessions of their own, kept open.</summary>
    public NpgsqlDataSource Writers { get; }

    /// <summary>For queries: as many as the pool holds.</summary>
    public NpgsqlDataSource Readers { get; }

    public static PostgreSqlConnections From(IConfiguration configuration) =>
        new(configuration.GetConnectionString(JournalOptions.ConnectionStringName)!);

    /// <summary>
    /// A session that commits, while no copy is made. It waits for the disk, and for the standby if there is a synchronous one; waits for no
    /// lock longer than clients are patient; and the server ends it soon when this machine is gone, or this process is paused within
    /// a transaction, because it may hold what others wait for.
    /// </summary>
    /// <exception cref="JournalCopiedException">A copy is being made, or is not finished.</exception>
    public NpgsqlConnection OpenWriter() => Open($"{Session}; SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '{PausedSeconds}s'", JournalUse.Take);

    /// <summary>The same without the lock of use and a bound on pauses, for who makes the tables or a copy.</summary>
    public NpgsqlConnection OpenUnshared() => Open($"{Session}; SET lock_timeout = '5s'", _ => { });

    private NpgsqlConnection Open(string settings, Action<NpgsqlConnection> begin)
    {
        var connection = Writers.OpenConnection();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"{settings}; SELECT pg_is_in_recovery()";
            using (var reader = command.ExecuteReader())
            {
                reader.NextResult();
                if (reader.Read() && reader.GetBoolean(0))
                {
                    throw new StandbyException();
                }
            }

            begin(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection was lost: those that readers have idle are probably lost too, and would each fail the next reader.</summary>
    public void ForgetReaders() => Readers.Clear();

    public void Dispose()
    {
        Writers.Dispose();
        Readers.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Writers.DisposeAsync();
        await Readers.DisposeAsync();
    }

    private static string Writing(string connectionString)
    {
        var settings = Common(connectionString);
        settings.ApplicationName ??= "bulutfon-webhooks";
        settings.CommandTimeout = CommitSeconds;

        // A request to cancel could end the wait for a standby, which then looks like a commit that is safe there.
        settings.CancellationTimeout = -1;
        return settings.ToString();
    }

    private static string Reading(string connectionString)
    {
        var settings = Common(connectionString);
        settings.ApplicationName ??= "bulutfon-webhooks reader";

        // Pages are short walks along an index; a plan for whole tables is never what is meant. Somebody's lock is waited for as long as by a writer.
        settings.Options = (settings.Options + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off"
            + $" -c lock_timeout=5s -c idle_in_transaction_session_timeout={PausedSeconds}s").Trim();
        return settings.ToString();
    }

    private static NpgsqlConnectionStringBuilder Common(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 32, AutoPrepareMinUsages = 2, IncludeErrorDetail = false };
        settings.Timeout = Math.Min(settings.Timeout, ConnectSeconds);
        settings.TcpKeepAlive = true;
        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            settings.TargetSessionAttributes ??= "primary";
            if (!settings.ShouldSerialize("Host Recheck Seconds"))
            {
                settings.HostRecheckSeconds = HostRecheckSeconds;
            }
        }

        return settings;
    }
}

/// <summary>The server that answers is a standby, which can only be read.</summary>
internal sealed class StandbyException() : InvalidOperationException("The database server is a standby.");
