using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Tests.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;

/// <summary>A PostgreSQL journal, as one replica has it open; of a database of its own, or of one that it shares.</summary>
internal sealed class OpenPostgreSqlJournal : IOpenJournal
{
    private readonly PostgreSqlDatabase? _own;
    private readonly JournalOptions _options;
    private readonly int _maxRejections;
    private readonly TimeProvider _time;
    private PostgreSqlJournal? _journal;

    public OpenPostgreSqlJournal(PostgreSqlDatabase? database = null, int queueCapacity = 10_000, int maxRejections = 100, TimeProvider? time = null)
    {
        _own = database is null ? PostgreSqlCluster.NewDatabase() : null;
        Database = database ?? _own!;
        _options = new JournalOptions { Provider = JournalOptions.PostgreSql, QueueCapacity = queueCapacity };
        _maxRejections = maxRejections;
        _time = time ?? TimeProvider.System;
        Connections = new PostgreSqlConnections(Database.ConnectionString);
        Open();
    }

    public PostgreSqlDatabase Database { get; }

    public PostgreSqlConnections Connections { get; private set; }

    public CommitHealth Health { get; } = new(TimeProvider.System, NullLogger<CommitHealth>.Instance);

    public IJournal Journal => _journal ?? throw new InvalidOperationException("The journal is closed.");

    public void Reopen()
    {
        Close();
        Connections = new PostgreSqlConnections(Database.ConnectionString);
        Open();
    }

    public void Dispose()
    {
        Close();
        _own?.Dispose();
    }

    private void Open() => _journal = new PostgreSqlJournal(Connections, _options, _maxRejections, Health, _time);

    private void Close()
    {
        _journal?.Dispose();
        _journal = null;
        Connections.Dispose();
    }
}
