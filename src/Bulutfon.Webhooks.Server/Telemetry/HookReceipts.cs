using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// The running counts of one hook, which only grow: metrics read them as they are, and a minute's are the difference of two
/// readings. A post at the moment of a reading may be in either minute.
/// </summary>
internal sealed class HookReceipts(string hook)
{
    private readonly ConcurrentDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly long[] _stored = new long[CountedTypes.Names.Length];
    private readonly long[] _repeated = new long[CountedTypes.Names.Length];
    private ReceiptCounts _taken = new() { Hook = hook };
    private long _bytes;
    private long _failed;
    private long _cutOff;
    private long _lastReceivedAt;

    public void Accepted(string eventType, bool duplicate, int bytes, long receivedAt)
    {
        Interlocked.Increment(ref (duplicate ? _repeated : _stored)[CountedTypes.IndexOf(eventType)]);
        Interlocked.Add(ref _bytes, bytes);

        // Which of two that arrive together is the last, does not matter.
        Volatile.Write(ref _lastReceivedAt, receivedAt);
    }

    public void Rejected(string reason) => _rejected.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    public void Failed() => Interlocked.Increment(ref _failed);

    public void CutOff() => Interlocked.Increment(ref _cutOff);

    public ReceiptCounts Read() => new()
    {
        Hook = hook,
        StoredByType = Read(_stored),
        RepeatedByType = Read(_repeated),
        Bytes = Interlocked.Read(ref _bytes),
        Failed = Interlocked.Read(ref _failed),
        CutOff = Interlocked.Read(ref _cutOff),
        LastReceivedAt = Volatile.Read(ref _lastReceivedAt),
        RejectedByReason = _rejected.ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    /// <summary>What came since the last call. For one caller.</summary>
    public ReceiptCounts Take()
    {
        var now = Read();
        var news = now.Since(_taken);
        _taken = now;
        return news;
    }

    private static ImmutableArray<long> Read(long[] counts)
    {
        var read = ImmutableArray.CreateBuilder<long>(counts.Length);
        for (var index = 0; index < counts.Length; index++)
        {
            read.Add(Interlocked.Read(ref counts[index]));
        }

        return read.MoveToImmutable();
    }
}
