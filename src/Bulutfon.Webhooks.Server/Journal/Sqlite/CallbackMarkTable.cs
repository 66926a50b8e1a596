namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Writes the marks of call-backs.</summary>
internal sealed class CallbackMarkTable(SqliteStatements statements)
{
    private readonly SqliteStatement _put = statements.Prepare("""
        INSERT OR REPLACE INTO callback_marks (number, state, note, marked_by, marked_at, last_call_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """);

    private readonly SqliteStatement _remove = statements.Prepare("DELETE FROM callback_marks WHERE number = ?1");
    private readonly SqliteStatement _forget = statements.Prepare("DELETE FROM callback_marks WHERE last_call_at < ?1");

    /// <returns>How many marks were set or taken away.</returns>
    public int Write(PendingMark pending)
    {
        if (pending.Mark is not { } mark)
        {
            return _remove.Bind(pending.Number).Execute();
        }

        _forget.Bind(pending.ForgetBefore).Execute();
        return _put.Bind(mark.Number).Bind(mark.State).Bind(mark.Note).Bind(mark.MarkedBy).Bind(mark.MarkedAt).Bind(mark.LastCallAt).Execute();
    }
}
