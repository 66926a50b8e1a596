namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Another process has the journal.</summary>
internal sealed class JournalInUseException(string message, Exception inner) : StartupException(message, inner);
