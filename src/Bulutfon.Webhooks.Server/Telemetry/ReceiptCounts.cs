using System.Collections.Immutable;
using System.Globalization;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>What one hook received in one minute.</summary>
internal sealed record ReceiptCounts
{
    public required string Hook { get; init; }

    /// <summary>Answered 200, repeated events included.</summary>
    public long Accepted { get; init; }

    /// <summary>Of the accepted, those that had been received before.</summary>
    public long Duplicates { get; init; }

    /// <summary>Size of the accepted bodies.</summary>
    public long Bytes { get; init; }

    /// <summary>Answered 503.</summary>
    public long Failed { get; init; }

    public IReadOnlyDictionary<string, long> RejectedByReason { get; init; } = ImmutableDictionary<string, long>.Empty;

    public long Rejected => RejectedByReason.Values.Sum();

    public bool Any => Accepted + Failed + Duplicates + Bytes > 0 || RejectedByReason.Count > 0;

    /// <summary>For a log line: <c>not_json 3, uuid_missing 1</c>, or <c>-</c>.</summary>
    public string Reasons => RejectedByReason.Count == 0
        ? "-"
        : string.Join(", ", RejectedByReason.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Key} {reason.Value}")));
}
