namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The database files and their write-ahead logs; 0 bytes where there is none at the moment.</summary>
internal sealed class SqliteSizes(SqliteJournalFiles files) : IStoreSizes
{
    private readonly FilePath _journal = new(files.Journal);
    private readonly FilePath _log = new(files.Wal);
    private readonly FilePath _projections = new(files.Projections);
    private readonly FilePath _projectionsLog = new(files.Projections + "-wal");

    public IReadOnlyList<(string Database, string File, long Bytes)> Read() =>
    [
        ("journal", "main", FileStamp.SizeOf(_journal)),
        ("journal", "wal", FileStamp.SizeOf(_log)),
        ("projections", "main", FileStamp.SizeOf(_projections)),
        ("projections", "wal", FileStamp.SizeOf(_projectionsLog)),
    ];
}
