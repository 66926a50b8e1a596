using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>Reads the tables of the search index.</summary>
internal sealed class PostingRows(SqliteStatements statements) : IPostingRows
{
    private const string Row = "SELECT key, timestamp, id, block FROM postings WHERE segment = ?1 AND (key, timestamp, id)";

    public const string UpTo = $"{Row} <= (?2, ?3, ?4) ORDER BY key DESC, timestamp DESC, id DESC LIMIT 1";
    public const string Before = $"{Row} < (?2, ?3, ?4) ORDER BY key DESC, timestamp DESC, id DESC LIMIT 1";
    public const string Behind = $"{Row} > (?2, ?3, ?4) ORDER BY key, timestamp, id LIMIT 1";

    private readonly SqliteStatement _upTo = statements.Prepare(UpTo);
    private readonly SqliteStatement _before = statements.Prepare(Before);
    private readonly SqliteStatement _behind = statements.Prepare(Behind);
    private readonly SqliteStatement _segments = statements.Prepare("SELECT id, postings, earliest, latest FROM segments WHERE is_live ORDER BY id");

    /// <summary>The segments that make up the index.</summary>
    public List<Segment> ReadSegments()
    {
        var segments = new List<Segment>();
        try
        {
            while (_segments.Read())
            {
                segments.Add(new Segment(_segments.Number(0), _segments.Number(1), _segments.Number(2), _segments.Number(3)));
            }
        }
        finally
        {
            _segments.Reset();
        }

        return segments;
    }

    public bool ReadUpTo(long segment, Posting posting, PostingBlock into) => Read(_upTo, segment, posting, into);

    public bool ReadBefore(long segment, Posting posting, PostingBlock into) => Read(_before, segment, posting, into);

    public bool ReadBehind(long segment, Posting posting, PostingBlock into) => Read(_behind, segment, posting, into);

    private static bool Read(SqliteStatement statement, long segment, Posting posting, PostingBlock into)
    {
        try
        {
            if (!statement.Bind(segment).Bind(posting.Key).Bind(posting.Place.Timestamp).Bind(posting.Place.Id).Read())
            {
                return false;
            }

            into.Unpack(new Posting(statement.Number(0), new Place(statement.Number(1), statement.Number(2))), statement.Blob(3));
            return true;
        }
        finally
        {
            statement.Reset();
        }
    }
}
