using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>Makes one segment of several, a bit at a time, so that no event waits for it.</summary>
internal sealed class SegmentMerge(IPostingRows rows, IReadOnlyList<Segment> segments, SegmentWriter writer)
{
    private readonly Input[] _inputs = [.. segments.Select(segment => new Input(rows, segment.Id))];

    public IReadOnlyList<Segment> Segments => segments;

    public SegmentWriter Writer => writer;

    /// <summary>Whether everything is written.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Writes up to a number of postings, and says how many it wrote.</summary>
    public int Step(int limit)
    {
        var written = 0;
        while (written < limit && !IsDone)
        {
            var (least, next) = Least();
            if (least is null)
            {
                IsDone = true;
                continue;
            }

            // Of a value that many events have, the same input comes again and again.
            do
            {
                writer.Add(least.Current);
                least.MoveNext();
                written++;
            }
            while (written < limit && !least.IsAtEnd && (next is null || least.Current < next.Current));
        }

        // What a transaction wrote is whole rows: the next one begins another.
        writer.Flush();
        return written;
    }

    /// <summary>The input whose posting comes first, and the one whose comes next; null if there is none.</summary>
    private (Input? Least, Input? Next) Least()
    {
        Input? least = null;
        Input? next = null;
        foreach (var input in _inputs)
        {
            if (input.IsAtEnd)
            {
                continue;
            }

            if (least is null || input.Current < least.Current)
            {
                (least, next) = (input, least);
            }
            else if (next is null || input.Current < next.Current)
            {
                next = input;
            }
        }

        return (least, next);
    }

    private sealed class Input
    {
        private static readonly Posting Lowest = new(long.MinValue, new Place(long.MinValue, long.MinValue));

        private readonly IPostingRows _rows;
        private readonly long _segment;
        private readonly PostingBlock _block = new();
        private int _index;

        public Input(IPostingRows rows, long segment)
        {
            _rows = rows;
            _segment = segment;
            Read(Lowest);
        }

        public bool IsAtEnd { get; private set; }

        public Posting Current { get; private set; }

        public void MoveNext()
        {
            if (++_index < _block.Count)
            {
                Current = _block[_index];
            }
            else
            {
                Read(_block.Last);
            }
        }

        private void Read(Posting behind)
        {
            IsAtEnd = !_rows.ReadBehind(_segment, behind, _block);
            _index = 0;
            Current = IsAtEnd ? default : _block.First;
        }
    }
}
