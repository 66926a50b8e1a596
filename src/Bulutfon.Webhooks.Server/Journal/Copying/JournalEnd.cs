using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bulutfon.Webhooks.Server.Journal.Copying;

/// <summary>A journal that is copied from or to, which nobody else has open. Its statements are right in both stores.</summary>
/// <param name="connection">Its one connection.</param>
/// <param name="name">What it is called in messages.</param>
internal abstract class JournalEnd(DbConnection connection, string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    /// <summary>The rows of a table by its key, one at a time; those of a <see cref="CopiedTable.Growing"/> one behind an id.</summary>
    /// <param name="table">The table.</param>
    /// <param name="after">The id; null for all rows.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<object?[]> ReadAsync(CopiedTable table, long? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var behind = after is null ? "" : string.Create(CultureInfo.InvariantCulture, $" AND id > {after}");
        await using var command = Command($"SELECT {table.ColumnNames} FROM {table.Name} WHERE {table.Rows}{behind} ORDER BY {table.Key}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[table.Columns.Length];
            for (var column = 0; column < row.Length; column++)
            {
                row[column] = reader.IsDBNull(column) ? null : table.Columns[column].Kind switch
                {
                    CopiedKind.Text => ReadText(reader, column),
                    CopiedKind.Bytes => reader.GetFieldValue<byte[]>(column),
                    _ => reader.GetInt64(column),
                };
            }

            yield return row;
        }
    }

    public async Task<long> CountAsync(CopiedTable table) =>
        (long)(await ScalarAsync($"SELECT count(*) FROM {table.Name} WHERE {table.Rows}"))!;

    /// <summary>The highest id that a growing table has; 0 if it is empty.</summary>
    public async Task<long> LastIdAsync(CopiedTable table) => (long)(await ScalarAsync($"SELECT coalesce(max(id), 0) FROM {table.Name}"))!;

    /// <summary>A row of the journal's state.</summary>
    public async Task<string?> StateAsync(string name) => await ScalarAsync($"SELECT value FROM journal_state WHERE name = '{name}'") as string;

    /// <summary>Whether nothing was ever stored.</summary>
    public async Task<bool> IsEmptyAsync()
    {
        foreach (var table in CopiedTable.All.Where(table => table.Name != "journal_state"))
        {
            if (await ScalarAsync($"SELECT 1 FROM {table.Name} LIMIT 1") is not null)
            {
                return false;
            }
        }

        return await StateAsync(StateRow.HighestSequence) is null;
    }

    /// <summary>Until <see cref="FinishAsync"/> no server opens it.</summary>
    /// <param name="identity">The journal that is copied.</param>
    public Task MarkAsync(string identity) => ExecuteAsync($"INSERT INTO journal_state (name, value) VALUES ('{StateRow.Copy}', '{identity}')");

    /// <summary>Commits rows behind those that are there.</summary>
    public async Task AppendAsync(CopiedTable table, IReadOnlyList<object?[]> rows)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await WriteAsync(table, rows);
        await transaction.CommitAsync();
    }

    /// <summary>Commits what changes as a whole, in place of what is there, and where ids go on.</summary>
    public async Task ReplaceAsync(JournalEnd source)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var table in CopiedTable.Changing)
        {
            await ExecuteAsync($"DELETE FROM {table.Name} WHERE {table.Rows}");
            await foreach (var batch in RowBatch.OfAsync(source.ReadAsync(table)))
            {
                await WriteAsync(table, batch);
            }
        }

        foreach (var table in CopiedTable.Counted)
        {
            await SetHighestGivenAsync(table, await source.HighestGivenAsync(table));
        }

        await transaction.CommitAsync();
    }

    /// <summary>The copy is whole: servers may open it, and make their projections of it.</summary>
    public abstract Task FinishAsync();

    public virtual ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>The highest id that a table ever gave; 0 if none.</summary>
    protected abstract Task<long> HighestGivenAsync(CopiedTable table);

    protected abstract Task SetHighestGivenAsync(CopiedTable table, long id);

    /// <summary>Writes rows within the transaction that is open.</summary>
    protected abstract Task WriteAsync(CopiedTable table, IReadOnlyList<object?[]> rows);

    protected abstract string ReadText(DbDataReader reader, int column);

    protected Task UnmarkAsync() => ExecuteAsync($"DELETE FROM journal_state WHERE name = '{StateRow.Copy}'");

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync();
    }

    protected async Task<object?> ScalarAsync(string sql)
    {
        await using var command = Command(sql);
        return await command.ExecuteScalarAsync() is var value and not DBNull ? value : null;
    }

    private DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        return command;
    }
}
