using System.Data.Common;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>What the executable does instead of serving, when its first argument is a word.</summary>
internal static class Verb
{
    /// <summary>It could not be done, or what was looked at is not whole.</summary>
    public const int Failed = 1;

    public const int UsageError = 2;

    private const string All = $"{HashPassword.Name}, {Backup.Name} FILE, {Restore.Name} FILE, {Check.Name}, {RebuildProjections.Name}, {CopyJournal.Name} {CopyJournal.From} FILE, {CopyJournal.Name} {CopyJournal.To} FILE";

    /// <returns>The exit code; null when the arguments are settings (<c>--key value</c>, <c>/key value</c>, <c>key=value</c>) or none: then the server runs.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        if (args is ["--help" or "-h"])
        {
            Console.Out.WriteLine($"Verbs: {All}. Settings (--key value) may stand behind. Without a verb the server runs.");
            return 0;
        }

        if (args is not [var verb, ..] || verb is ['-' or '/', ..] || verb.Contains('=', StringComparison.Ordinal))
        {
            return null;
        }

        return (verb, args[1..]) switch
        {
            (HashPassword.Name, var rest) => HashPassword.Run(rest),
            (Backup.Name, [[not '-', ..] file, .. var settings]) => await WithFilesAsync(settings, Backup.OnPostgreSql, files => Backup.Run(files, file)),
            (Restore.Name, [[not '-', ..] file, .. var settings]) => await WithFilesAsync(settings, Restore.OnPostgreSql, files => Restore.Run(files, file, TimeProvider.System)),
            (Backup.Name or Restore.Name, _) => Refuse($"{verb} needs a file: {verb} FILE, and behind it settings as the server takes them."),
            (Check.Name, var settings) => await WithFilesAsync(settings, Check.OnPostgreSql, Check.Run),
            (RebuildProjections.Name, var settings) => await CatchingAsync(() => RebuildProjections.RunAsync(settings, TimeProvider.System)),
            (CopyJournal.Name, [CopyJournal.From or CopyJournal.To, var file, .. var settings]) when file is not ['-', ..] =>
                await CatchingAsync(() => CopyJournal.RunAsync(args[1], file, settings, TimeProvider.System)),
            (CopyJournal.Name, _) => Refuse($"It is written {CopyJournal.Usage}"),
            _ => Refuse($"'{verb}' is no verb. There are: {All}. Without a verb the server runs."),
        };
    }

    public static int Refuse(string message) => Fail(message, UsageError);

    public static int Fail(string message, int exitCode, IEnumerable<string>? details = null)
    {
        Console.Error.WriteLine(message);
        foreach (var detail in details ?? [])
        {
            Console.Error.WriteLine($"  {detail}");
        }

        return exitCode;
    }

    private static Task<int> WithFilesAsync(string[] settings, string onPostgreSql, Func<SqliteJournalFiles, int> run) => CatchingAsync(() => Task.FromResult(
        VerbJournal.Find(settings, onPostgreSql, out var error) is { } files ? run(files) : Fail(error!, StartupCheck.ConfigurationError)));

    private static async Task<int> CatchingAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (StartupException exception)
        {
            return Fail(exception.Message, StartupCheck.CannotOpenJournal);
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            return Fail(exception.Message, StartupCheck.ConfigurationError);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DbException)
        {
            return Fail(exception.Message, Failed);
        }
    }
}
