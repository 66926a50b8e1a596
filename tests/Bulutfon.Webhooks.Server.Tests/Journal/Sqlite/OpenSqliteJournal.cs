using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Sqlite;

/// <summary>A SQLite journal in a folder of its own.</summary>
internal sealed class OpenSqliteJournal : IOpenJournal
{
    private readonly TemporaryFolder _folder = new();
    private readonly JournalOptions _options;
    private readonly int _maxRejections;
    private SqliteJournal? _journal;

    public OpenSqliteJournal(int queueCapacity = 10_000, int maxRejections = 100, bool open = true)
    {
        _options = new JournalOptions { QueueCapacity = queueCapacity };
        _maxRejections = maxRejections;
        Files = new SqliteJournalFiles(_folder.File("journal.db"));
        if (open)
        {
            Open();
        }
    }

    public SqliteJournalFiles Files { get; }

    public CommitHealth Health { get; } = new(TimeProvider.System, NullLogger<CommitHealth>.Instance);

    public IJournal Journal => _journal ?? throw new InvalidOperationException("The journal is closed.");

    public void Open() => _journal = new SqliteJournal(Files, _options, _maxRejections, Health, TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    public void Close()
    {
        _journal?.Dispose();
        _journal = null;
    }

    public void Reopen()
    {
        Close();
        Open();
    }

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }
}
