using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>Writes a segment: postings in their order, packed into rows.</summary>
internal sealed class SegmentWriter(SqliteStatement insert, long segment)
{
    /// <summary>
    /// The most bytes of a row's block. SQLite keeps rows of this table up to about 1,000 bytes in their page; larger ones would
    /// take an overflow page each.
    /// </summary>
    private const int MaxBlock = 900;

    private readonly byte[] _block = new byte[MaxBlock + PostingCode.MaxBytes];
    private Posting _first;
    private Posting _last;
    private int _length;
    private long _count;
    private long _earliest = long.MaxValue;
    private long _latest = long.MinValue;

    public Segment Segment => new(segment, _count, _earliest, _latest);

    public void Add(Posting posting)
    {
        if (_length > MaxBlock)
        {
            Flush();
        }

        if (_length < 0 || _count == 0)
        {
            _first = posting;
            _length = 0;
        }
        else
        {
            _length += PostingCode.Write(_block.AsSpan(_length), _last, posting);
        }

        _last = posting;
        _count++;
        _earliest = Math.Min(_earliest, posting.Place.Timestamp);
        _latest = Math.Max(_latest, posting.Place.Timestamp);
    }

    /// <summary>Writes what is not written yet; the next posting begins a row.</summary>
    public void Flush()
    {
        if (_count == 0 || _length < 0)
        {
            return;
        }

        insert.Bind(segment).Bind(_first.Key).Bind(_first.Place.Timestamp).Bind(_first.Place.Id).Bind(_block.AsSpan(0, _length)).Execute();
        _length = -1;
    }
}
