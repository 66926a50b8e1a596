using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// The writing side of the search index. An ordinary index costs a page for every event, because numbers and uuids come in no
/// order. Here a batch is sorted and written as a segment of its own, row behind row, and segments of one size are merged into
/// one of the next: an event costs some bytes in each of the few levels. Everything runs in the caller's transaction; after a
/// failure of one, an index is made anew from what is stored.
/// </summary>
internal sealed class SearchIndex
{
    /// <summary>How many postings are merged for each one that is added: more than there are levels, so that merging keeps up.</summary>
    private const int MergedForEach = 12;

    /// <summary>The most postings that wait for a row of their own; a level's turn.</summary>
    private const int Turn = 8192;

    private readonly PostingSort _sort = new();
    private readonly SegmentTable _table;
    private readonly List<Segment> _segments;
    private readonly SortedDictionary<int, SegmentMerge> _merges = [];

    public SearchIndex(SqliteStatements statements)
    {
        _table = new SegmentTable(statements);
        _segments = _table.Rows.ReadSegments();
        _segments.RemoveAll(segment => segment.Id == Segment.Changing);
        BeginMerges();
    }

    /// <summary>Whether there is something to merge or to delete.</summary>
    public bool HasWork => _merges.Count > 0 || _table.HasRetired;

    /// <summary>Adds the postings of a batch.</summary>
    /// <param name="postings">In any order; sorted by this.</param>
    public void Add(List<Posting> postings)
    {
        if (postings.Count == 0)
        {
            return;
        }

        _sort.Sort(postings);
        var writer = _table.Begin();
        foreach (var posting in postings)
        {
            writer.Add(posting);
        }

        writer.Flush();
        Publish(writer);
        Work(Math.Max(Turn, postings.Count * MergedForEach));
    }

    /// <summary>Adds a posting that can be taken away again: of what is often looked for, and does not stay so.</summary>
    public void Put(Posting posting) => _table.Put(posting);

    /// <summary>Takes away a posting that was <see cref="Put"/>.</summary>
    public void TakeAway(Posting posting) => _table.TakeAway(posting);

    /// <summary>Where a key stands, as far as it was added before; the earliest place first.</summary>
    public IEnumerable<Place> Find(long key) =>
        new SearchQuery([[key]], From: null, To: null, PlaceOrder.Ascending, Behind: null).Run(_table.Rows, _segments, CancellationToken.None);

    /// <summary>Every key of a field, in no order and some more than once: a walk over that part of the index.</summary>
    public IEnumerable<long> KeysOf(SearchField field)
    {
        var begin = new Posting(SearchKey.LowestOf(field), PlaceOrder.Ascending.Start);
        var block = new PostingBlock();
        foreach (var segment in _segments)
        {
            // The row that the field begins in may begin with another field.
            var isRead = _table.Rows.ReadUpTo(segment.Id, begin, block) || _table.Rows.ReadBehind(segment.Id, begin, block);
            for (; isRead && SearchKey.FieldOf(block.First.Key) <= field; isRead = _table.Rows.ReadBehind(segment.Id, block.Last, block))
            {
                for (var index = block.FirstFrom(begin); index < block.Count && SearchKey.FieldOf(block[index].Key) == field; index++)
                {
                    yield return block[index].Key;
                }
            }
        }
    }

    /// <summary>Goes on with merging and deleting, small segments first.</summary>
    /// <param name="postings">About how many postings to merge.</param>
    public void Work(int postings)
    {
        _table.DeleteRetired(postings);
        while (postings > 0 && _merges.Count > 0)
        {
            var (level, merge) = _merges.First();
            postings -= merge.Step(Math.Min(postings, Turn));
            if (merge.IsDone)
            {
                _merges.Remove(level);
                foreach (var merged in merge.Segments)
                {
                    _segments.Remove(merged);
                    _table.Retire(merged);
                }

                Publish(merge.Writer);
            }
        }
    }

    private void Publish(SegmentWriter writer)
    {
        _segments.Add(writer.Segment);
        _table.Publish(writer.Segment);
        BeginMerges();
    }

    private void BeginMerges()
    {
        foreach (var level in _segments.GroupBy(segment => segment.Level).Where(level => level.Count() >= Segment.Fanout).ToList())
        {
            if (!_merges.ContainsKey(level.Key))
            {
                _merges.Add(level.Key, new SegmentMerge(_table.Rows, [.. level.OrderBy(segment => segment.Id).Take(Segment.Fanout)], _table.Begin()));
            }
        }
    }
}
