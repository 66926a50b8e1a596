using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>Projections that can be held up, or made unreadable.</summary>
internal sealed class HeldProjections(SqliteProjectionStore inner) : IProjectionStore
{
    private readonly ManualResetEventSlim _free = new(initialState: true);

    public bool IsUnreadable { get; set; }

    public long Cursor => inner.Cursor;

    public void Hold() => _free.Reset();

    public void Release() => _free.Set();

    public void Open() => inner.Open();

    public IReadOnlyList<(long Id, Exception Reason)> Apply(IReadOnlyList<CommittedEvent> events)
    {
        _free.Wait();
        return inner.Apply(events);
    }

    public ProjectionContext OpenContext() => IsUnreadable
        ? new SqliteProjectionContext(new DbContextOptionsBuilder<SqliteProjectionContext>().UseSqlite("Data Source=/dev/null/none.db;Mode=ReadOnly").Options)
        : inner.OpenContext();

    public void Dispose()
    {
        _free.Set();
        _free.Dispose();
    }
}
