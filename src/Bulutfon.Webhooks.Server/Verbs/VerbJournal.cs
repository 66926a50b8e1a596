using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>The journal that a server with the same settings would open.</summary>
internal static class VerbJournal
{
    /// <param name="settings">Settings as the server takes them, behind the verb and its file.</param>
    /// <param name="error">Why there is none.</param>
    public static SqliteJournalFiles? Find(string[] settings, out string? error)
    {
        var builder = WebApplication.CreateBuilder(settings);
        error = new JournalOptionsValidator(builder.Configuration).Validate(name: null, new JournalOptions()).FailureMessage;
        return error is null ? SqliteJournalFiles.From(builder.Configuration, builder.Environment.ContentRootPath) : null;
    }

    /// <summary>For people: what a journal holds.</summary>
    public static string Describe(this JournalInspection journal) =>
        FormattableString.Invariant($"{journal.Events} events (the last has the id {journal.LastSequence}), {journal.Rejections} rejections");
}
