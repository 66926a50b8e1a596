using System.Data.Common;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>What the executable does instead of serving, when its first argument is a word.</summary>
internal static class Verb
{
    /// <summary>It could not be done, or what was looked at is not whole.</summary>
    public const int Failed = 1;

    /// <summary>EX_USAGE of sysexits.h: written wrongly.</summary>
    public const int UsageError = 64;

    /// <returns>The exit code; null when the arguments are settings (<c>--key value</c>, <c>/key value</c>, <c>key=value</c>) or none: then the server runs.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        if (VerbHelp.Answer(args) is { } text)
        {
            Console.Out.WriteLine(text);
            return 0;
        }

        if (args is not [var verb, ..] || verb is ['-' or '/', ..] || verb.Contains('=', StringComparison.Ordinal))
        {
            return VerbSettings.FindMistake(args, mayRepeat: true) is { } unknown ? Refuse($"{unknown} See --help.") : null;
        }

        if (!VerbHelp.IsVerb(verb))
        {
            return Refuse($"'{(verb == "help" ? args[1] : verb)}' is no verb. {VerbHelp.Summary}");
        }

        // A file's name may have an equals sign, and begin with a slash as a setting may.
        var (file, settings) = args is [_, [not '-', ..] word, ..] && !(word.Contains('=', StringComparison.Ordinal) && VerbSettings.IsSetting(word)) ? (word, args[2..]) : (null, args[1..]);
        if (verb is not (HashPassword.Name or CopyJournal.Name) && VerbSettings.FindMistake(settings) is { } mistake)
        {
            return Refuse($"{mistake} {VerbHelp.Of(verb)}");
        }

        return (verb, file) switch
        {
            (HashPassword.Name, _) => HashPassword.Run(args.AsSpan(1)),
            (Backup.Name, not null) => await WithFilesAsync(settings, Backup.OnPostgreSql, files => Backup.Run(files, file)),
            (Restore.Name, not null) => await WithFilesAsync(settings, Restore.OnPostgreSql, files => Restore.Run(files, file, TimeProvider.System)),
            (Backup.Name or Restore.Name, null) => Refuse($"{verb} needs a file: {verb} FILE, and behind it settings as the server takes them."),
            (Check.Name, not null) => await CatchingAsync(() => Task.FromResult(Check.Run(Path.GetFullPath(file), isNamed: true))),
            (Check.Name, null) => await WithFilesAsync(settings, Check.OnPostgreSql, files => Check.Run(files.Journal, isNamed: false)),
            (RebuildProjections.Name, null) => await CatchingAsync(() => RebuildProjections.RunAsync(settings, TimeProvider.System)),
            (SkipIds.Name, null) => await CatchingAsync(() => SkipIds.RunAsync(settings, TimeProvider.System)),
            (RebuildProjections.Name or SkipIds.Name, _) => Refuse($"{verb} takes no '{file}'. {VerbHelp.Of(verb)}"),
            (CopyJournal.Name, null) when args is [_, CopyJournal.From or CopyJournal.To, [not '-', ..] copied, .. var rest] => VerbSettings.FindMistake(rest) is { } wrong
                ? Refuse($"{wrong} It is written {CopyJournal.Usage}")
                : await CatchingAsync(() => CopyJournal.RunAsync(args[1], copied, rest, TimeProvider.System)),
            _ => Refuse($"It is written {CopyJournal.Usage}"),
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
