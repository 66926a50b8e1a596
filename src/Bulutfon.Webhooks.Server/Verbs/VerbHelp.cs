using System.Reflection;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>What <c>--help</c> and <c>--version</c> answer, for the executable and for each verb.</summary>
internal static class VerbHelp
{
    private static readonly (string Verb, string Written, string Does)[] All =
    [
        (HashPassword.Name, HashPassword.Name, "Reads a password from standard input and writes the value of a PasswordHash key."),
        (Backup.Name, $"{Backup.Name} FILE [settings]", "Copies the journal into one checked file, while a server may be receiving."),
        (Restore.Name, $"{Restore.Name} FILE [settings]", "Puts a backup in the journal's place, while no server runs; what it replaces is kept."),
        (Check.Name, $"{Check.Name} [FILE] [settings]", "Reads the journal, or a backup, and says whether it is whole and what it holds."),
        (RebuildProjections.Name, $"{RebuildProjections.Name} [settings]", "Makes the search keys and calls again from the journal."),
        (SkipIds.Name, $"{SkipIds.Name} [settings]", "Leaves a million ids out, after a journal was put in place by other means than restore."),
        (CopyJournal.Name, $"{CopyJournal.Name} {CopyJournal.From}|{CopyJournal.To} FILE [settings]", "Copies a journal between a file and the database of the settings."),
    ];

    public static string Summary { get; } = "Without a verb the server runs. Verbs:\n"
        + string.Concat(All.Select(each => $"  {each.Written}\n      {each.Does}\n"))
        + "Settings are written as the server takes them: --Section:Key value, --Section:Key=value or Section:Key=value.\n--version says the version; --help behind a verb says how it is written.";

    /// <summary>This build's version.</summary>
    public static string Version { get; } =
        typeof(VerbHelp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static bool IsVerb(string word) => Array.Exists(All, each => each.Verb == word);

    /// <summary>How a verb is written and what it does; all verbs if there is none of that name.</summary>
    public static string Of(string verb) => Array.Find(All, each => each.Verb == verb) is { Verb: not null } found ? $"{found.Written}\n  {found.Does}" : Summary;

    /// <summary>The answer to a question for help or the version; null if the arguments are none.</summary>
    public static string? Answer(string[] args) => args switch
    {
        ["--version" or "-v" or "-V" or "version"] => $"Bulutfon.Webhooks {Version}",
        ["--help" or "-h" or "-?" or "/?" or "help"] => Summary,
        ["help", var verb] when IsVerb(verb) => Of(verb),
        [var verb, "help"] when IsVerb(verb) => Of(verb),
        [var verb, .. var rest] when IsVerb(verb) => rest.Any(IsHelp) ? Of(verb) : null,
        [['-', ..] or ['/', ..], ..] when args.Any(IsHelp) => Summary,
        _ => null,
    };

    private static bool IsHelp(string word) => word is "--help" or "-h" or "-?" or "/?";
}
