using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.PostgreSql;

/// <summary>
/// A PostgreSQL of the tests' own, from Debian's package, started once for the run: on loopback, on a free port, in a folder of its
/// own, gone with the test process however that ends. Where it is missing the tests skip and say so; with CI=true they fail instead.
/// </summary>
internal sealed class PostgreSqlCluster
{
    private const string Reason = "PostgreSQL is missing: apt-get install postgresql";

    // It stops when its standard input ends, which it does also when the test process is killed.
    private const string Script = """
        set -eu
        # In memory where there is room: hundreds of schemas are made and removed, and a slow disk would hold up everybody for seconds.
        room=$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1 || true)
        if [ "${room:-0}" -gt 3000000 ]; then folder=$(mktemp -d -p /dev/shm); else folder=$(mktemp -d); fi
        trap 'rm -rf "$folder"' EXIT
        cd "$folder"
        initdb -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
        postgres -D "$folder/data" -p "$1" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=400 -c shared_buffers=128MB -c max_wal_size=256MB -c autovacuum_naptime=5s >"$folder/log" 2>&1 </dev/null &
        server=$!
        until pg_isready -q -h 127.0.0.1 -p "$1"; do
          kill -0 "$server" || { cat "$folder/log" >&2; exit 1; }
          sleep 0.05
        done
        echo ready
        cat >/dev/null || true
        kill -INT "$server" || true
        wait "$server" || true
        """;

    private const string Empty = """
        DO $$
        DECLARE
          each record;
        BEGIN
          FOR each IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' LOOP
            EXECUTE format('DROP SCHEMA %I CASCADE', each.nspname);
          END LOOP;
        END $$;
        CREATE SCHEMA public AUTHORIZATION pg_database_owner;
        GRANT USAGE ON SCHEMA public TO PUBLIC;
        """;

    private static readonly Lazy<PostgreSqlCluster?> Started = new(Start);

    /// <summary>Not to be collected, which would end its input.</summary>
    private readonly Process _process;

    private readonly int _port;
    private readonly ConcurrentBag<string> _emptied = [];
    private int _databases;
    private int _tests;

    private PostgreSqlCluster(Process process, int port)
    {
        _process = process;
        _port = port;
    }

    /// <summary>Skips the test, or fails it in CI, where there is no PostgreSQL. The test must be a skippable one.</summary>
    public static void Need()
    {
        if (Started.Value is null && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(Reason);
        }

        Skip.If(Started.Value is null, Reason);
    }

    /// <summary>Makes an empty database. The test must be a skippable one.</summary>
    /// <param name="options">Of CREATE DATABASE.</param>
    public static PostgreSqlDatabase NewDatabase(string options = "")
    {
        Need();
        var cluster = Started.Value!;
        if (options.Length > 0 || !cluster._emptied.TryTake(out var name))
        {
            name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref cluster._databases)}");
            cluster.Execute($"CREATE DATABASE {name} TEMPLATE template0 {options}");
        }

        return new PostgreSqlDatabase(cluster, name, Interlocked.Increment(ref cluster._tests), isOrdinary: options.Length == 0);
    }

    /// <summary>
    /// Empties a database for the next test: to drop it would wait for a checkpoint of the whole cluster, which holds up everybody's
    /// connections for seconds.
    /// </summary>
    public void GiveBack(string database)
    {
        // By themselves: what is altered is locked to the end of a transaction, and whoever is to end may wait for it.
        Execute($"SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE datname = '{database}'");
        Execute($"ALTER DATABASE {database} WITH ALLOW_CONNECTIONS true; ALTER DATABASE {database} RESET ALL");
        Execute(Empty, database);
        _emptied.Add(database);
    }

    public string ConnectionString(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Maximum Pool Size=20;Include Error Detail=true");

    public void Execute(string sql, string database = "postgres")
    {
        using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static PostgreSqlCluster? Start()
    {
        if (Binaries() is not { } binaries)
        {
            return null;
        }

        var port = FreePort();
        var arguments = Environment.IsPrivilegedProcess ? new List<string> { "runuser", "-u", "postgres", "--", "sh" } : ["sh"];
        var start = new ProcessStartInfo(arguments[0], [.. arguments[1..], "-c", Script, "sh", port.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        start.Environment["PATH"] = $"{binaries}:{start.Environment["PATH"]}";
        var process = Process.Start(start)!;
        return process.StandardOutput.ReadLine() == "ready"
            ? new PostgreSqlCluster(process, port)
            : throw new InvalidOperationException("PostgreSQL does not start; its log is above.");
    }

    private static string? Binaries()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(debian).FirstOrDefault(folder => IsThere(Path.Combine(folder, "initdb")));
    }

    /// <summary>A link to a program that was removed is none.</summary>
    private static bool IsThere(string program) => new FileInfo(program) is { Exists: true } file && file.ResolveLinkTarget(returnFinalTarget: true) is null or { Exists: true };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A database of a test's own.</summary>
/// <param name="cluster">Where it is.</param>
/// <param name="name">It may have been another test's before.</param>
/// <param name="isOrdinary">Whether it can be another test's afterwards.</param>
/// <param name="test">Makes its connection string differ from that test's, whose pool may hold connections that are cut.</param>
internal sealed class PostgreSqlDatabase(PostgreSqlCluster cluster, string name, int test, bool isOrdinary) : IDisposable
{
    private bool _isOrdinary = isOrdinary;

    public string Name => name;

    public string ConnectionString { get; } = string.Create(CultureInfo.InvariantCulture, $"{cluster.ConnectionString(name)};Application Name=test {test}");

    /// <summary>Cuts every connection and lets none in: as if it were away.</summary>
    public void TakeAway()
    {
        cluster.Execute($"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false");
        CutConnections();
    }

    public void BringBack() => cluster.Execute($"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true");

    /// <summary>They are gone when this returns.</summary>
    /// <param name="butOf">The process of a session that stays.</param>
    public void CutConnections(int butOf = 0) => cluster.Execute(
        string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> {butOf}"));

    /// <summary>Makes a role of this test's own, and gives how it connects.</summary>
    /// <param name="role">The beginning of its name; the whole of it stands for {0} in the rights.</param>
    /// <param name="rights">Statements, by a superuser.</param>
    public string ConnectionStringOf(string role, [StringSyntax("CompositeFormat")] string rights)
    {
        _isOrdinary = false;
        role = $"{role}_{name}";
        Execute($"CREATE ROLE {role} LOGIN; {string.Format(CultureInfo.InvariantCulture, rights, role)}");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role }.ToString();
    }

    public NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        return connection;
    }

    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public T Scalar<T>(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (T)command.ExecuteScalar()!;
    }

    public void Dispose()
    {
        if (_isOrdinary)
        {
            cluster.GiveBack(name);
        }
        else
        {
            cluster.Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        }
    }
}
