using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.PostgreSql;
using Bulutfon.Webhooks.Server.Projections.Search;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>Projections that can be held up, or made unreadable.</summary>
internal sealed class HeldProjections(IProjectionStore inner) : IProjectionStore
{
    private readonly ManualResetEventSlim _free = new(initialState: true);

    public event EventHandler? Missed
    {
        add => inner.Missed += value;
        remove => inner.Missed -= value;
    }

    public bool IsUnreadable { get; set; }

    /// <summary>Puts it around the store of a server.</summary>
    public static void Replace(IServiceCollection services)
    {
        services.AddSingleton(provider => new HeldProjections(provider.UsesPostgreSql()
            ? ActivatorUtilities.CreateInstance<PostgreSqlProjectionStore>(provider)
            : ActivatorUtilities.CreateInstance<SqliteProjectionStore>(provider)));
        services.AddSingleton<IProjectionStore>(provider => provider.GetRequiredService<HeldProjections>());
    }

    public long Cursor => inner.Cursor;

    public IReadOnlyCollection<HookTotals> Hooks => inner.Hooks;

    public void Hold() => _free.Reset();

    public void Release() => _free.Set();

    public void Open() => inner.Open();

    public bool TryLead() => inner.TryLead();

    public IReadOnlyList<(long Id, Exception Reason)> Apply(IReadOnlyList<CommittedEvent> events)
    {
        _free.Wait();
        return inner.Apply(events);
    }

    public long? RebuildCursor => inner.RebuildCursor;

    public void Rebuild(IReadOnlyList<CommittedEvent> events) => inner.Rebuild(events);

    public Task ForgetDeletedAsync() => inner.ForgetDeletedAsync();

    public void Pass(long sequence) => inner.Pass(sequence);

    public bool Tidy() => inner.Tidy();

    public IReadOnlyList<Place> Find(SearchQuery query, int limit, CancellationToken cancellationToken) => IsUnreadable
        ? throw Unreadable()
        : inner.Find(query, limit, cancellationToken);

    public IReadOnlyList<FoundCall> FindCalls(SearchQuery query, int limit, CancellationToken cancellationToken) => IsUnreadable
        ? throw Unreadable()
        : inner.FindCalls(query, limit, cancellationToken);

    public IReadOnlyList<T> SelectCalls<T>(SearchQuery query, Func<FoundCall, T?> select, CancellationToken cancellationToken)
        where T : class => IsUnreadable
        ? throw Unreadable()
        : inner.SelectCalls(query, select, cancellationToken);

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
        inner.Dispose();
        _free.Dispose();
    }

    private static SqliteException Unreadable() => new("The file cannot be opened.", SQLitePCL.raw.SQLITE_CANTOPEN);
}
