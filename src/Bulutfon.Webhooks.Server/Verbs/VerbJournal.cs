using Bulutfon.Webhooks.Server.Configuration;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>The journal that a server with the same settings would open.</summary>
internal static class VerbJournal
{
    /// <summary>Its files, if it is one of SQLite.</summary>
    /// <param name="settings">Settings as the server takes them, behind the verb and its file.</param>
    /// <param name="onPostgreSql">What to do instead, where the journal is a database.</param>
    /// <param name="error">Why there is none.</param>
    public static SqliteJournalFiles? Find(string[] settings, string onPostgreSql, out string? error)
    {
        if (FindDatabase(settings, out error) is { } connections)
        {
            connections.Dispose();
            error = onPostgreSql;
        }

        if (error is not null)
        {
            return null;
        }

        var builder = ConfigurationSetup.CreateBuilder(settings);
        return SqliteJournalFiles.From(builder.Configuration, builder.Environment.ContentRootPath);
    }

    /// <summary>Its database, if it is one; null if it is a file, or if the settings have an error.</summary>
    public static PostgreSqlConnections? FindDatabase(string[] settings, out string? error)
    {
        var builder = ConfigurationSetup.CreateBuilder(settings);
        var options = new JournalOptions { Provider = builder.Configuration[$"{JournalOptions.Section}:{nameof(JournalOptions.Provider)}"] ?? JournalOptions.Sqlite };
        error = options.Provider is JournalOptions.Sqlite or JournalOptions.PostgreSql
            ? new JournalOptionsValidator(builder.Configuration).Validate(name: null, options).FailureMessage
            : "Journal:Provider: Sqlite or PostgreSql.";
        return error is null && options.Provider == JournalOptions.PostgreSql ? PostgreSqlConnections.From(builder.Configuration) : null;
    }

    /// <summary>For people: what a journal holds.</summary>
    public static string Describe(this JournalInspection journal) =>
        FormattableString.Invariant($"{journal.Events} events (the last has the id {journal.LastSequence}), {journal.Rejections} rejections");
}
