using Npgsql;
using NpgsqlTypes;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>
/// The right to do what only one replica at a time may do: a row with its owner and its end, in the database's time. A holder that
/// crashes or stops answering loses it when it runs out; who was paused meanwhile is found out by <see cref="IsHeld"/> inside the
/// transaction of the work.
/// </summary>
/// <param name="name">What it is the right to.</param>
internal sealed class Lease(string name)
{
    /// <summary>How long a holder may be silent before another takes over, in seconds.</summary>
    private const int Seconds = 10;

    /// <summary>Whether its end has come. One that is far ahead was written by a clock that has been put back since, or of the server before a failover.</summary>
    private const string HasEnded = "(l.expires_at < clock_timestamp() OR l.expires_at > clock_timestamp() + interval '1 minute')";

    /// <summary>How often the holder renews it.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(3);

    private const string Take = $"""
        INSERT INTO leases AS l (name, owner, expires_at) VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
        WHERE l.owner = excluded.owner OR {HasEnded}
        RETURNING true
        """;

    private const string IsFree = $"SELECT NOT EXISTS (SELECT FROM leases l WHERE l.name = @lease AND l.owner <> @owner AND NOT {HasEnded})";

    private readonly string _owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
    private long? _renewAt;

    /// <summary>A condition for SQL, with <see cref="AddHolder"/>: this process still has it. The row stays locked to the transaction's end.</summary>
    public const string IsHeld = "EXISTS (SELECT FROM leases l WHERE l.name = @lease AND l.owner = @owner AND l.expires_at > clock_timestamp() FOR SHARE)";

    /// <summary>Whether it had it when it last asked, and need not ask again yet.</summary>
    public bool IsFresh => _renewAt is { } renewAt && Environment.TickCount64 < renewAt;

    /// <summary>Takes it or renews it; false if another has it.</summary>
    public bool TryTake(NpgsqlConnection connection)
    {
        var now = Environment.TickCount64;
        if (!IsFreeFor(connection))
        {
            // Looking alone: to try would lock the holder's row.
            _renewAt = null;
            return false;
        }

        using var command = new NpgsqlCommand(Take, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        command.Parameters.Add(new NpgsqlParameter { Value = _owner });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Double, Value = (double)Seconds });
        var isTaken = command.ExecuteScalar() is true;
        _renewAt = isTaken ? now + (long)Renewal.TotalMilliseconds : null;
        return isTaken;
    }

    /// <summary>Asks again before the next work.</summary>
    public void Doubt() => _renewAt = null;

    /// <summary>Gives it back, so that another need not wait for its end. The row stays, and says when somebody last had it.</summary>
    public void Release(NpgsqlConnection connection)
    {
        _renewAt = null;
        using var command = new NpgsqlCommand("UPDATE leases SET expires_at = clock_timestamp() WHERE name = @lease AND owner = @owner", connection);
        AddHolder(command.Parameters);
        command.ExecuteNonQuery();
    }

    public void AddHolder(NpgsqlParameterCollection parameters)
    {
        parameters.AddWithValue("lease", name);
        parameters.AddWithValue("owner", _owner);
    }

    private bool IsFreeFor(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(IsFree, connection);
        AddHolder(command.Parameters);
        return command.ExecuteScalar() is true;
    }
}
