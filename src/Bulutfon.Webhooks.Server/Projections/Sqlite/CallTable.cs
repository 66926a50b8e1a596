using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// The writing side of the calls: one row a call, numbered in the order of their first events, so that new ones go to the end of
/// the table. The events of a batch are merged first; then a call is read and written once. Everything runs in the caller's
/// transaction; after a failure of one, a table is made anew from what is stored.
/// </summary>
internal sealed class CallTable
{
    private readonly SearchIndex _index;
    private readonly CallRows _rows;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly KnownCalls _known;
    private readonly RollupTable _rollups;
    private readonly ChangedCalls _changed = new();
    private readonly List<CallTerm> _terms = [];
    private readonly List<CallTerm> _termsBefore = [];
    private long _last;

    public CallTable(SqliteStatements statements, SearchIndex index)
    {
        _index = index;
        _rows = new CallRows(statements);
        _rollups = new RollupTable(statements);
        _insert = statements.Prepare("INSERT INTO calls (seq, uuid, state) VALUES (?1, ?2, ?3)");
        _update = statements.Prepare("UPDATE calls SET state = ?2 WHERE seq = ?1");
        _last = statements.Prepare("SELECT max(seq) FROM calls").ExecuteScalar() ?? 0;
        _known = new KnownCalls(index.KeysOf(SearchField.CallUuid));
    }

    /// <summary>Takes an event of the batch.</summary>
    /// <exception cref="InvalidOperationException">Its body can no longer be read.</exception>
    public void Add(CommittedEvent committed) => _changed.Add(committed);

    /// <summary>Writes the calls of the batch, and what they add to the roll-ups.</summary>
    /// <param name="postings">Gets what they can be found by.</param>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public void Write(List<Posting> postings)
    {
        foreach (var state in _changed.States)
        {
            var key = SearchKey.Of(SearchField.CallUuid, state.Uuid);
            if (Find(key, state.Uuid) is var (seq, stored))
            {
                Update(seq, stored, CallState.Merge(stored, state), postings);
            }
            else
            {
                Insert(key, state, postings);
            }
        }

        _rollups.Write();
        _changed.Clear();
    }

    private (long Seq, CallState Stored)? Find(long key, string uuid)
    {
        if (_known.Recent(key) is { } recent && _rows.Read(recent) is { } latest && latest.Uuid == uuid)
        {
            return (recent, latest);
        }

        if (!_known.MayContain(key))
        {
            return null;
        }

        foreach (var place in _index.Find(key))
        {
            if (_rows.Read(place.Id) is { } stored && stored.Uuid == uuid)
            {
                _known.Remember(key, place.Id);
                return (place.Id, stored);
            }
        }

        return null;
    }

    private void Insert(long key, CallState state, List<Posting> postings)
    {
        var seq = ++_last;
        _insert.Bind(seq).Bind(state.Uuid).Bind(state.Serialize()).Execute();
        var call = new JudgedCall(state);
        _rollups.Replace(before: null, call);
        _known.Add(key, seq);
        _terms.Clear();
        var place = new Place(CallTerms.Add(call, _terms), seq);
        foreach (var term in _terms)
        {
            Post(term, place, postings);
        }
    }

    private void Update(long seq, CallState before, CallState state, List<Posting> postings)
    {
        _update.Bind(seq).Bind(state.Serialize()).Execute();
        var (callBefore, call) = (new JudgedCall(before), new JudgedCall(state));
        _rollups.Replace(callBefore, call);
        _terms.Clear();
        _termsBefore.Clear();
        var placeBefore = new Place(CallTerms.Add(callBefore, _termsBefore), seq);
        var place = new Place(CallTerms.Add(call, _terms), seq);
        foreach (var term in _terms)
        {
            if (place != placeBefore || !_termsBefore.Contains(term))
            {
                Post(term, place, postings);
            }
        }

        // Other postings that do not hold any more stay, and who follows one sees it in the row.
        var open = new CallTerm(SearchField.CallOpen, CallTerms.Is);
        if (_termsBefore.Contains(open) && (place != placeBefore || !_terms.Contains(open)))
        {
            _index.TakeAway(new Posting(open.Key, placeBefore));
        }
    }

    private void Post(CallTerm term, Place place, List<Posting> postings)
    {
        if (term.Field == SearchField.CallOpen)
        {
            _index.Put(new Posting(term.Key, place));
        }
        else
        {
            postings.Add(new Posting(term.Key, place));
        }
    }
}
