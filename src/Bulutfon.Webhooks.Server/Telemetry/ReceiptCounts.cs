using System.Collections.Immutable;
using System.Globalization;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>What one hook received: since the start, or in one minute.</summary>
internal sealed record ReceiptCounts
{
    public required string Hook { get; init; }

    /// <summary>Events that were new, by <see cref="CountedTypes"/>.</summary>
    public ImmutableArray<long> StoredByType { get; init; } = CountedTypes.None;

    /// <summary>Events that had been received before, by <see cref="CountedTypes"/>.</summary>
    public ImmutableArray<long> RepeatedByType { get; init; } = CountedTypes.None;

    /// <summary>Answered 200, repeated events included.</summary>
    public long Accepted => StoredByType.Sum() + Duplicates;

    /// <summary>Of the accepted, those that had been received before.</summary>
    public long Duplicates => RepeatedByType.Sum();

    /// <summary>Size of the accepted bodies.</summary>
    public long Bytes { get; init; }

    /// <summary>Answered 503.</summary>
    public long Failed { get; init; }

    /// <summary>Cut off before all of the body had arrived.</summary>
    public long CutOff { get; init; }

    public IReadOnlyDictionary<string, long> RejectedByReason { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>When the last accepted event arrived, in microseconds since the Unix epoch; 0 if there was none.</summary>
    public long LastReceivedAt { get; init; }

    public long Rejected => RejectedByReason.Values.Sum();

    public bool Any => Accepted + Failed + CutOff + Bytes > 0 || RejectedByReason.Count > 0;

    /// <summary>For a log line: <c>not_json 3, uuid_missing 1</c>, or <c>-</c>.</summary>
    public string Reasons => RejectedByReason.Count == 0
        ? "-"
        : string.Join(", ", RejectedByReason.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Key} {reason.Value}")));

    /// <summary>What came after an earlier reading of the same hook.</summary>
    public ReceiptCounts Since(ReceiptCounts earlier) => this with
    {
        StoredByType = Difference(StoredByType, earlier.StoredByType),
        RepeatedByType = Difference(RepeatedByType, earlier.RepeatedByType),
        Bytes = Bytes - earlier.Bytes,
        Failed = Failed - earlier.Failed,
        CutOff = CutOff - earlier.CutOff,
        RejectedByReason = RejectedByReason
            .Select(reason => KeyValuePair.Create(reason.Key, reason.Value - earlier.RejectedByReason.GetValueOrDefault(reason.Key)))
            .Where(reason => reason.Value > 0)
            .ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    private static ImmutableArray<long> Difference(ImmutableArray<long> counts, ImmutableArray<long> earlier) =>
        [.. counts.Zip(earlier, (now, before) => now - before)];
}
