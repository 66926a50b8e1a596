namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The database files and their write-ahead logs; 0 bytes where there is none at the moment.</summary>
internal sealed class SqliteSizes(SqliteJournalFiles files) : IStoreSizes
{
    public IReadOnlyList<(string Database, string File, long Bytes)> Read() =>
    [
        ("journal", "main", SizeOf(files.Journal)),
        ("journal", "wal", SizeOf(files.Wal)),
        ("projections", "main", SizeOf(files.Projections)),
        ("projections", "wal", SizeOf(files.Projections + "-wal")),
    ];

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
