using System.Data.Common;
using Bulutfon.Webhooks.Server.Journal.Copying;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Spectre.Console;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>
/// <c>copy-journal --from FILE</c>, <c>copy-journal --to FILE</c>: takes the journal over from a file into the database of the settings, or
/// from there into a new file, while no server runs. Cut off, it goes on where it was. What it copied from stays.
/// </summary>
internal static class CopyJournal
{
    public const string Name = "copy-journal";
    public const string From = "--from";
    public const string To = "--to";

    public const string Usage = $"{Name} {From} FILE or {Name} {To} FILE, and behind it settings as the server takes them: they name the database.";

    private const string OnSqlite = "copy-journal copies between a file and the database of the settings, which name none: set Journal:Provider to PostgreSql, and ConnectionStrings:Journal.";

    public static async Task<int> RunAsync(string direction, string file, string[] settings, TimeProvider time)
    {
        using var connections = VerbJournal.FindDatabase(settings, out var error);
        if (connections is null)
        {
            return Verb.Fail(error ?? OnSqlite, StartupCheck.ConfigurationError);
        }

        var files = SqliteJournalFiles.At(file, Environment.CurrentDirectory);
        var isFromFile = direction == From;
        if ((isFromFile ? JournalAccess.Problem(files.Journal, isNamed: true) : JournalAccess.Hidden(files.Journal)) is { } problem)
        {
            return Verb.Fail(problem, StartupCheck.CannotOpenJournal);
        }

        if (isFromFile && JournalInspection.Of(files.Journal) is { IsWhole: false } damaged)
        {
            return Verb.Fail($"The journal {files.Journal} is damaged, and is not copied:", Verb.Failed, damaged.Damage);
        }

        // The file first: it is the one that is quickly looked at.
        await using var inFile = isFromFile ? SqliteJournalEnd.OpenSource(files) : SqliteJournalEnd.OpenTarget(files);
        await using var inDatabase = await PostgreSqlJournalEnd.OpenAsync(connections, isTarget: isFromFile, time);
        try
        {
            return isFromFile ? await RunAsync(inFile, inDatabase) : await RunAsync(inDatabase, inFile);
        }
        catch (DbException exception)
        {
            return Verb.Fail($"{exception.Message} Run the same command again: it goes on where it was.", Verb.Failed);
        }
    }

    private static async Task<int> RunAsync(JournalEnd source, JournalEnd target)
    {
        var transfer = new JournalTransfer(source, target);
        var digests = await AnsiConsole.Progress().StartAsync(async context =>
        {
            var copying = context.AddTask("Copying");
            var comparing = context.AddTask("Comparing", autoStart: false);
            await transfer.CopyAsync((done, all) => Show(copying, done, all));
            copying.Value = copying.MaxValue;
            comparing.StartTask();
            return await transfer.CompareAsync((done, all) => Show(comparing, done, all));
        });

        if (digests.Any(each => each.Source != each.Target))
        {
            return Verb.Fail(
                $"The copy is not what {source.Name} holds: was that changed after an earlier copy had begun? No server opens the copy. Begin anew, into an empty database or, with its .copying deleted, a new file:",
                Verb.Failed,
                digests.Where(each => each.Source != each.Target).Select(each => $"{each.Source} in the source, {each.Target} in the copy"));
        }

        await target.FinishAsync();
        foreach (var (_, copied) in digests)
        {
            Console.Out.WriteLine(copied);
        }

        Console.Out.WriteLine($"{target.Name} holds all that {source.Name} holds, which stays as it is.");
        return 0;
    }

    private static void Show(ProgressTask task, long done, long all)
    {
        task.MaxValue = Math.Max(1, all);
        task.Value = done;
    }
}
