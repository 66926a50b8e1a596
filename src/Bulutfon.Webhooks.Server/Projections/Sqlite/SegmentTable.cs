using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// Which segments there are. One that is being written is not live yet, one that was merged into another is not live any more;
/// what is not live is deleted bit by bit, also what a process that ended left half written.
/// </summary>
internal sealed class SegmentTable
{
    /// <summary>About how many postings are in a row, to compare deleting with merging.</summary>
    private const int PostingsInRow = 64;

    private readonly SqliteStatement _insertRow;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _takeAway;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _publish;
    private readonly SqliteStatement _retire;
    private readonly SqliteStatement _boundary;
    private readonly SqliteStatement _deleteRows;
    private readonly SqliteStatement _delete;
    private readonly Queue<long> _retired = [];
    private long _last;

    public SegmentTable(SqliteStatements statements)
    {
        Rows = new PostingRows(statements);
        _insertRow = statements.Prepare("INSERT INTO postings (segment, key, timestamp, id, block) VALUES (?1, ?2, ?3, ?4, ?5)");
        _put = statements.Prepare($"INSERT OR IGNORE INTO postings (segment, key, timestamp, id, block) VALUES ({Segment.Changing}, ?1, ?2, ?3, x'')");
        _takeAway = statements.Prepare($"DELETE FROM postings WHERE segment = {Segment.Changing} AND key = ?1 AND timestamp = ?2 AND id = ?3");
        _insert = statements.Prepare("INSERT INTO segments (id, postings, earliest, latest, is_live) VALUES (?1, 0, 0, 0, 0)");
        _publish = statements.Prepare("UPDATE segments SET postings = ?2, earliest = ?3, latest = ?4, is_live = 1 WHERE id = ?1");
        _retire = statements.Prepare("UPDATE segments SET is_live = 0 WHERE id = ?1");
        _delete = statements.Prepare("DELETE FROM segments WHERE id = ?1");

        _boundary = statements.Prepare("SELECT key, timestamp FROM postings WHERE segment = ?1 ORDER BY key, timestamp, id LIMIT 1 OFFSET ?2");
        _deleteRows = statements.Prepare("DELETE FROM postings WHERE segment = ?1 AND (key, timestamp) <= (?2, ?3)");
        _last = statements.Prepare("SELECT max(id) FROM segments").ExecuteScalar() ?? 0;
        var retired = statements.Prepare("SELECT id FROM segments WHERE NOT is_live ORDER BY id");
        while (retired.Read())
        {
            _retired.Enqueue(retired.Number(0));
        }

        retired.Reset();
    }

    public PostingRows Rows { get; }

    public bool HasRetired => _retired.Count > 0;

    /// <summary>Adds a posting that can be taken away again.</summary>
    public void Put(Posting posting) => _put.Bind(posting.Key).Bind(posting.Place.Timestamp).Bind(posting.Place.Id).Execute();

    public void TakeAway(Posting posting) => _takeAway.Bind(posting.Key).Bind(posting.Place.Timestamp).Bind(posting.Place.Id).Execute();

    /// <summary>Begins a segment, which readers do not see before it is published.</summary>
    public SegmentWriter Begin()
    {
        _insert.Bind(++_last).Execute();
        return new SegmentWriter(_insertRow, _last);
    }

    public void Publish(Segment segment) => _publish.Bind(segment.Id).Bind(segment.Postings).Bind(segment.Earliest).Bind(segment.Latest).Execute();

    /// <summary>Takes a segment out of the index.</summary>
    public void Retire(Segment segment)
    {
        _retire.Bind(segment.Id).Execute();
        _retired.Enqueue(segment.Id);
    }

    /// <summary>Deletes rows of retired segments.</summary>
    /// <param name="postings">About how many postings are merged meanwhile, so that deleting keeps up.</param>
    public void DeleteRetired(int postings)
    {
        for (var rows = (2 * postings / PostingsInRow) + 1; rows > 0 && _retired.TryPeek(out var segment);)
        {
            if (Boundary(segment, rows) is var (key, timestamp))
            {
                _deleteRows.Bind(segment).Bind(key).Bind(timestamp).Execute();
                return;
            }

            rows -= _deleteRows.Bind(segment).Bind(long.MaxValue).Bind(long.MaxValue).Execute() + 1;
            _delete.Bind(segment).Execute();
            _retired.Dequeue();
        }
    }

    private (long Key, long Timestamp)? Boundary(long segment, int rows)
    {
        try
        {
            return _boundary.Bind(segment).Bind(rows).Read() ? (_boundary.Number(0), _boundary.Number(1)) : null;
        }
        finally
        {
            _boundary.Reset();
        }
    }
}
