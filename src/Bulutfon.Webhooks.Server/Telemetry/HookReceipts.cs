using System.Collections.Concurrent;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>The running counts of one hook. Nothing is lost when they are taken; a post at that moment may be in either minute.</summary>
internal sealed class HookReceipts
{
    private readonly ConcurrentDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private long _accepted;
    private long _duplicates;
    private long _bytes;
    private long _failed;

    public void Accepted(bool duplicate, int bytes)
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Add(ref _bytes, bytes);
        if (duplicate)
        {
            Interlocked.Increment(ref _duplicates);
        }
    }

    public void Rejected(string reason) => _rejected.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    public void Failed() => Interlocked.Increment(ref _failed);

    public ReceiptCounts Take(string hook)
    {
        var rejected = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var reason in _rejected.Keys)
        {
            if (_rejected.TryRemove(reason, out var count))
            {
                rejected.Add(reason, count);
            }
        }

        return new()
        {
            Hook = hook,
            Accepted = Interlocked.Exchange(ref _accepted, 0),
            Duplicates = Interlocked.Exchange(ref _duplicates, 0),
            Bytes = Interlocked.Exchange(ref _bytes, 0),
            Failed = Interlocked.Exchange(ref _failed, 0),
            RejectedByReason = rejected,
        };
    }
}
