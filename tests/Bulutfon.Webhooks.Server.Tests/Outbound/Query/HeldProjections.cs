using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>Projections that can be held up, or made unreadable.</summary>
internal sealed class HeldProjections(SqliteProjectionStore inner) : IProjectionStore
{
    private readonly ManualResetEventSlim _free = new(initialState: true);

    public bool IsUnreadable { get; set; }

    public long Cursor => inner.Cursor;

    public IReadOnlyCollection<HookTotals> Hooks => inner.Hooks;

    public void Hold() => _free.Reset();

    public void Release() => _free.Set();

    public void Open() => inner.Open();

    public IReadOnlyList<(long Id, Exception Reason)> Apply(IReadOnlyList<CommittedEvent> events)
    {
        _free.Wait();
        return inner.Apply(events);
    }

    public long? RebuildCursor => inner.RebuildCursor;

    public void Rebuild(IReadOnlyList<CommittedEvent> events) => inner.Rebuild(events);

    public bool Tidy() => inner.Tidy();

    public IReadOnlyList<Place> Find(SearchQuery query, int limit, CancellationToken cancellationToken) => IsUnreadable
        ? throw Unreadable()
        : inner.Find(query, limit, cancellationToken);

    public IReadOnlyList<FoundCall> FindCalls(SearchQuery query, int limit, CancellationToken cancellationToken) => IsUnreadable
        ? throw Unreadable()
        : inner.FindCalls(query, limit, cancellationToken);

    public void ReadRollups(Action<IRollups> read)
    {
        if (IsUnreadable)
        {
            throw Unreadable();
        }

        inner.ReadRollups(read);
    }

    public void Dispose()
    {
        _free.Set();
        _free.Dispose();
    }

    private static SqliteException Unreadable() => new("The file cannot be opened.", SQLitePCL.raw.SQLITE_CANTOPEN);
}
