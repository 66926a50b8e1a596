using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// How long a commit waits for another process that holds the journal locked, before its events are answered 503. By turns, so
/// that a stop need not wait to the end of it.
/// </summary>
internal sealed class LockPatience
{
    /// <summary>One turn, in milliseconds.</summary>
    public const int TurnMilliseconds = 250;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    /// <summary>From the moment on that the server is to stop: the answers must be given while connections are still open.</summary>
    private static readonly TimeSpan MostAtStop = TimeSpan.FromSeconds(2.5);

    private long _shortened;

    /// <summary>The server is about to stop. From any thread.</summary>
    public void Shorten() => Interlocked.CompareExchange(ref _shortened, Stopwatch.GetTimestamp(), 0);

    /// <summary>Makes a connection wait for one turn only.</summary>
    public static void ByTurns(SqliteConnection connection) => _ = raw.sqlite3_busy_timeout(connection.Handle!, TurnMilliseconds);

    /// <summary>Begins a transaction that writes.</summary>
    /// <param name="begin">The statement, on a connection that waits by turns.</param>
    /// <exception cref="SqliteException">The journal was locked all the time, or cannot be written for another reason.</exception>
    public void Begin(SqliteStatement begin)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                begin.Execute();
                return;
            }
            catch (SqliteException exception) when (SqliteFaults.IsLocked(exception) && !IsOver(began))
            {
                // Another turn.
            }
        }
    }

    /// <summary>Begins it if nobody has the journal locked at this moment.</summary>
    /// <exception cref="SqliteException">It cannot be written for another reason.</exception>
    public static bool TryBegin(SqliteConnection connection, SqliteStatement begin)
    {
        _ = raw.sqlite3_busy_timeout(connection.Handle!, 0);
        try
        {
            begin.Execute();
            return true;
        }
        catch (SqliteException exception) when (SqliteFaults.IsLocked(exception))
        {
            return false;
        }
        finally
        {
            ByTurns(connection);
        }
    }

    private bool IsOver(long began) =>
        Stopwatch.GetElapsedTime(began) >= Most || (Volatile.Read(ref _shortened) is > 0 and var shortened && Stopwatch.GetElapsedTime(shortened) >= MostAtStop);
}
