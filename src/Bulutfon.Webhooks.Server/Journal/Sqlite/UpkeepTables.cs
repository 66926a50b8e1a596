namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Deletes what is too old or to be erased, and ends sessions. What is deleted is overwritten in the file (<c>secure_delete</c>).</summary>
internal sealed class UpkeepTables(SqliteStatements statements)
{
    private readonly SqliteStatement _highest = statements.Prepare($"INSERT OR REPLACE INTO journal_state (name, value) VALUES ('{StateRow.HighestSequence}', ?1)");
    private readonly SqliteStatement _deleteEvent = statements.Prepare("DELETE FROM journal WHERE id = ?1");
    private readonly SqliteStatement _deleteRejection = statements.Prepare("DELETE FROM rejections WHERE id = ?1");
    private readonly SqliteStatement _erased = statements.Prepare("INSERT OR IGNORE INTO erased (kind, id, erased_at) VALUES (?1, ?2, ?3)");
    private readonly SqliteStatement _count = statements.Prepare("UPDATE erasures SET events = events + ?2, rejections = rejections + ?3 WHERE id = ?1");
    private readonly SqliteStatement _request = statements.Prepare($"""
        INSERT INTO erasures (number, state, requested_by, requested_at, events, rejections, marks)
        VALUES (?1, '{ErasureRow.Requested}', ?2, ?3, 0, 0, 0) RETURNING id
        """);

    private readonly SqliteStatement _forget = statements.Prepare($"UPDATE erasures SET number = NULL, state = '{ErasureRow.Cleaning}', marks = ?2 WHERE id = ?1");
    private readonly SqliteStatement _end = statements.Prepare($"UPDATE erasures SET state = '{ErasureRow.Done}', finished_at = ?2 WHERE id = ?1");
    private readonly SqliteStatement _removeMark = statements.Prepare("DELETE FROM callback_marks WHERE number = ?1");

    private readonly SqliteStatement _forgetSessions = statements.Prepare($"DELETE FROM journal_state WHERE substr(name, 1, {StateRow.EndedSession.Length}) = '{StateRow.EndedSession}' AND CAST(value AS INTEGER) < ?1");
    private readonly SqliteStatement _endSession = statements.Prepare($"INSERT OR REPLACE INTO journal_state (name, value) VALUES ('{StateRow.EndedSession}' || ?1, ?2)");

    private readonly SqliteStatement _putState = statements.Prepare("INSERT OR REPLACE INTO journal_state (name, value) VALUES (?1, ?2)");
    private readonly SqliteStatement _removeState = statements.Prepare("DELETE FROM journal_state WHERE name = ?1");

    /// <param name="upkeep">What to do.</param>
    /// <param name="lastId">The highest sequence that was given; written down first, so that it is never given again.</param>
    /// <returns>The id of its result.</returns>
    public long Write(PendingUpkeep upkeep, long lastId)
    {
        switch (upkeep)
        {
            case PendingDeletion deletion:
                _highest.Bind(lastId).Execute();
                Delete(deletion);
                return 0;

            case PendingErasure erasure:
                return _request.Bind(erasure.Number).Bind(erasure.By).Bind(erasure.At).ExecuteScalar()!.Value;

            case PendingForgetting forgetting:
                var marks = forgetting.Marks.Sum(number => _removeMark.Bind(number).Execute());
                _forget.Bind(forgetting.Id).Bind((long)marks).Execute();
                return 0;

            case PendingErasureEnd end:
                _end.Bind(end.Id).Bind(end.At).Execute();
                return 0;

            case PendingSessionEnd end:
                _forgetSessions.Bind(end.Now).Execute();
                _endSession.Bind(end.Session).Bind(end.Until).Execute();
                return 0;

            case PendingState { Value: { } value } state:
                _putState.Bind(state.Name).Bind(value).Execute();
                return 0;

            case PendingState state:
                _removeState.Bind(state.Name).Execute();
                return 0;

            default:
                return 0;
        }
    }

    private void Delete(PendingDeletion deletion)
    {
        var events = Delete(_deleteEvent, ErasedRow.Event, deletion.Events, deletion.Erasure?.At);
        var rejections = Delete(_deleteRejection, ErasedRow.Rejection, deletion.Rejections, deletion.Erasure?.At);
        if (deletion.Erasure is { } erasure)
        {
            _count.Bind(erasure.Id).Bind((long)events).Bind((long)rejections).Execute();
        }
    }

    private int Delete(SqliteStatement delete, string kind, IReadOnlyList<long> ids, long? erasedAt)
    {
        var deleted = 0;
        foreach (var id in ids)
        {
            if (delete.Bind(id).Execute() > 0)
            {
                deleted++;
                if (erasedAt is { } at)
                {
                    _erased.Bind(kind).Bind(id).Bind(at).Execute();
                }
            }
        }

        return deleted;
    }
}
