using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.PostgreSql;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>
/// <c>rebuild</c>: makes the projections anew from the journal, and shows how far it is. A running server is asked to do it and goes
/// on answering from the old ones meanwhile; without one, the work is done here. It takes the server's settings as arguments.
/// </summary>
internal static class RebuildProjections
{
    public const string Name = "rebuild";

    private const int BatchSize = 4096;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>After this time without progress nobody seems to be at work.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] settings, TimeProvider time)
    {
        using var connections = VerbJournal.FindDatabase(settings, out var error);
        if (connections is not null)
        {
            return await RunAsync(connections, time);
        }

        return error is null && VerbJournal.Find(settings, onPostgreSql: "", out error) is { } files
            ? await RunAsync(files, time)
            : Verb.Fail(error!, StartupCheck.ConfigurationError);
    }

    private static async Task<int> RunAsync(SqliteJournalFiles files, TimeProvider time)
    {
        if (JournalAccess.Problem(files.Journal) is { } problem)
        {
            return Verb.Fail(problem, StartupCheck.CannotOpenJournal);
        }

        try
        {
            using var journal = new SqliteJournal(
                files, new JournalOptions(), maxRejections: 0, new CommitHealth(time, NullLogger<CommitHealth>.Instance), time, NullLogger<SqliteJournal>.Instance);
            using var store = new SqliteProjectionStore(files, journal);
            RebuildRequest.Write(files);
            return await ShowAsync("Rebuilding", progress => WorkAsync(journal, store, progress));
        }
        catch (JournalInUseException)
        {
            RebuildRequest.Write(files);
            return await ShowAsync("The server rebuilds", progress => WatchAsync(() => RebuildRequest.Read(files), time, progress));
        }
    }

    private static async Task<int> RunAsync(PostgreSqlConnections connections, TimeProvider time)
    {
        using var journal = new PostgreSqlJournal(
            connections, new JournalOptions(), maxRejections: 0, new CommitHealth(time, NullLogger<CommitHealth>.Instance), time);
        using var store = new PostgreSqlProjectionStore(connections);
        store.Open();
        PostgreSqlRebuild.Request(connections);
        return store.TryLead()
            ? await ShowAsync("Rebuilding", progress => WorkAsync(journal, store, progress))
            : await ShowAsync("A server rebuilds", progress => WatchAsync(() => PostgreSqlRebuild.Read(connections), time, progress));
    }

    private static async Task<string?> WorkAsync(IJournal journal, IProjectionStore store, Action<long, long> progress)
    {
        store.Open();
        while (store.TryLead() && store.RebuildCursor is { } rebuilt)
        {
            store.Rebuild(await journal.ReadAfterAsync(rebuilt, BatchSize, CancellationToken.None));
            progress(rebuilt, journal.LastSequence);
        }

        // Where there were none before, the new ones took their place at once.
        while (await journal.ReadAfterAsync(store.Cursor, BatchSize, CancellationToken.None) is { Count: > 0 } events)
        {
            store.Apply(events);
            progress(store.Cursor, journal.LastSequence);
        }

        return null;
    }

    private static async Task<string?> WatchAsync(Func<(long Cursor, long Last)?> read, TimeProvider time, Action<long, long> progress)
    {
        var (at, since) = (-1L, time.GetTimestamp());
        while (read() is var (cursor, last))
        {
            if (cursor != at)
            {
                (at, since) = (cursor, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(since) > Patience)
            {
                return "The server that has the journal does not get on with it; see its log. The request stays: it is carried out when the server can.";
            }

            progress(cursor, last);
            await Task.Delay(Look, time);
        }

        return null;
    }

    private static async Task<int> ShowAsync(string what, Func<Action<long, long>, Task<string?>> work)
    {
        var failure = await AnsiConsole.Progress().StartAsync(context =>
        {
            var task = context.AddTask(what, maxValue: 1);
            return work((cursor, last) =>
            {
                task.MaxValue = Math.Max(1, last);
                task.Value = cursor;
            });
        });
        if (failure is not null)
        {
            return Verb.Fail(failure, Verb.Failed);
        }

        AnsiConsole.WriteLine("The projections are made anew.");
        return 0;
    }
}
