using System.Data.Common;
using System.Globalization;
using System.Text;
using Bulutfon.Webhooks.Server.Journal.Copying;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>A journal's file, locked against servers, while it is copied; a new one is made under another name until it is whole.</summary>
internal sealed class SqliteJournalEnd : JournalEnd
{
    private readonly SqliteConnection _connection;
    private readonly SqliteJournalFiles _files;
    private readonly string _part;
    private readonly JournalLock _lock;

    private SqliteJournalEnd(SqliteConnection connection, SqliteJournalFiles files, string part, JournalLock held)
        : base(connection, files.Journal)
    {
        _connection = connection;
        _files = files;
        _part = part;
        _lock = held;
    }

    /// <summary>A journal to copy from, which is only read.</summary>
    /// <exception cref="StartupException">There is none that could be copied.</exception>
    public static SqliteJournalEnd OpenSource(SqliteJournalFiles files)
    {
        return WithLock(files, held =>
        {
            var connection = JournalCopy.Open(files.Journal, SqliteOpenMode.ReadOnly);
            try
            {
                var schema = SqliteMigrator.LastApplied(connection);
                return schema == SqliteMigrator.Newest
                    ? new SqliteJournalEnd(connection, files, files.Journal, held)
                    : throw new StartupException(CopyRefusal.OfSchema(files.Journal, schema, SqliteMigrator.Newest));
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        });
    }

    /// <summary>A file to copy into: a new one, or what an earlier copy left.</summary>
    /// <exception cref="StartupException">There is one already, or it cannot be made.</exception>
    public static SqliteJournalEnd OpenTarget(SqliteJournalFiles files)
    {
        if (File.Exists(files.Journal))
        {
            throw new StartupException($"{files.Journal} is there already. Nothing is overwritten; choose another name.");
        }

        files.MakeLock();
        return WithLock(files, held =>
        {
            var part = new SqliteJournalFiles(files.Copying);
            SqliteJournalFiles.MakeFile(part.Journal);
            SqliteMigrator.Migrate(part);
            var connection = new SqliteConnection(part.WriterConnectionString);
            try
            {
                connection.Open();
                SqlitePragmas.ApplyToWriter(connection);
                return new SqliteJournalEnd(connection, files, part.Journal, held);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        });
    }

    public override async Task FinishAsync()
    {
        await UnmarkAsync();

        // The last connection writes the log back, and the file is alone.
        await _connection.CloseAsync();
        _files.DeleteProjections();
        File.Move(_part, _files.Journal, overwrite: false);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _lock.Dispose();
    }

    protected override async Task<long> HighestGivenAsync(CopiedTable table) =>
        await ScalarAsync($"SELECT seq FROM sqlite_sequence WHERE name = '{table.Name}'") as long? ?? 0;

    protected override Task SetHighestGivenAsync(CopiedTable table, long id) => ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
        DELETE FROM sqlite_sequence WHERE name = '{table.Name}';
        INSERT INTO sqlite_sequence (name, seq) SELECT '{table.Name}', {id} WHERE {id} > 0;
        """));

    protected override Task WriteAsync(CopiedTable table, IReadOnlyList<object?[]> rows)
    {
        using var insert = new SqliteStatement(
            _connection, $"INSERT INTO {table.Name} ({table.ColumnNames}) VALUES ({string.Join(", ", table.Columns.Select(_ => "?"))})");
        foreach (var row in rows)
        {
            if (table == CopiedTable.Journal)
            {
                (row[2], row[3], row[4]) = SentTexts.Of(row);
            }

            foreach (var value in row)
            {
                _ = value switch
                {
                    long number => insert.Bind(number),
                    byte[] bytes => insert.Bind(bytes.AsSpan()),
                    _ => insert.Bind((string?)value),
                };
            }

            insert.Execute();
        }

        return Task.CompletedTask;
    }

    /// <summary>As bytes: ADO.NET ends a text at its first NUL.</summary>
    protected override string ReadText(DbDataReader reader, int column) => Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));

    private static SqliteJournalEnd WithLock(SqliteJournalFiles files, Func<JournalLock, SqliteJournalEnd> open)
    {
        var held = JournalLock.Take(files);
        try
        {
            return open(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
