using System.Text;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// The totals of each hook: a row a hook, all of them in memory too. Everything runs in the caller's transaction; after a failure
/// of one, a table is made anew from what is stored.
/// </summary>
internal sealed class HookTable
{
    private readonly SqliteStatement _write;
    private readonly Dictionary<string, HookTotals> _totals = new(StringComparer.Ordinal);

    public HookTable(SqliteStatements statements)
    {
        _write = statements.Prepare("INSERT OR REPLACE INTO hooks (name, events, first_received_at, last_received_at) VALUES (?1, ?2, ?3, ?4)");
        var read = statements.Prepare("SELECT name, events, first_received_at, last_received_at FROM hooks");
        while (read.Read())
        {
            var name = Encoding.UTF8.GetString(read.Blob(0));
            _totals.Add(name, new HookTotals(name, read.Number(1), read.Number(2), read.Number(3)));
        }

        read.Reset();
    }

    public void Add(IReadOnlyList<CommittedEvent> events)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var committed in events)
        {
            _totals[committed.Hook] = (_totals.GetValueOrDefault(committed.Hook) ?? new HookTotals(committed.Hook, 0, long.MaxValue, long.MinValue))
                .With(committed.ReceivedAt);
            changed.Add(committed.Hook);
        }

        foreach (var name in changed)
        {
            var totals = _totals[name];
            _write.Bind(name).Bind(totals.Events).Bind(totals.FirstReceivedAt).Bind(totals.LastReceivedAt).Execute();
        }
    }

    /// <summary>The totals as they are now; they do not change any more.</summary>
    public IReadOnlyCollection<HookTotals> Read() => [.. _totals.Values];
}
