using System.Data.Common;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>The tables with their indexes, as they were at most a minute ago. The write-ahead log is the database server's own.</summary>
internal sealed class PostgreSqlSizes(PostgreSqlConnections connections, TimeProvider time) : IStoreSizes
{
    private const string Sql = """
        SELECT coalesce(sum(pg_total_relation_size(c.oid)) FILTER (WHERE n.nspname = current_schema()), 0)::bigint,
               coalesce(sum(pg_total_relation_size(c.oid)) FILTER (WHERE n.nspname LIKE 'projection%'), 0)::bigint
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'
        """;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private IReadOnlyList<(string Database, string File, long Bytes)> _sizes = [];
    private long? _readAt;

    public IReadOnlyList<(string Database, string File, long Bytes)> Read()
    {
        lock (_gate)
        {
            if (_readAt is not { } readAt || time.GetElapsedTime(readAt) >= Kept)
            {
                _readAt = time.GetTimestamp();
                _sizes = Ask();
            }

            return _sizes;
        }
    }

    private IReadOnlyList<(string Database, string File, long Bytes)> Ask()
    {
        try
        {
            using var command = connections.Readers.CreateCommand(Sql);
            using var reader = command.ExecuteReader();
            reader.Read();
            return [("journal", "main", reader.GetInt64(0)), ("projections", "main", reader.GetInt64(1))];
        }
        catch (DbException)
        {
            // Away, as other metrics say: no measurement is better than a wrong one.
            return [];
        }
    }
}
