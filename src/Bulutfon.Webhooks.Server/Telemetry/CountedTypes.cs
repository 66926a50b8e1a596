using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>The event types that are counted apart: the documented ones. All others are one, because their names are the sender's to make up.</summary>
internal static class CountedTypes
{
    private const string Other = "other";

    private static readonly FrozenDictionary<string, int> Indexes = WebhookEventTypes.All
        .Select((info, index) => KeyValuePair.Create(info.EventType.Value, index))
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static ImmutableArray<string> Names { get; } = [.. WebhookEventTypes.All.Select(info => info.EventType.Value), Other];

    public static ImmutableArray<long> None { get; } = [.. new long[Names.Length]];

    /// <summary>The place of a canonical type in <see cref="Names"/>.</summary>
    public static int IndexOf(string eventType) => Indexes.GetValueOrDefault(eventType, Names.Length - 1);
}
