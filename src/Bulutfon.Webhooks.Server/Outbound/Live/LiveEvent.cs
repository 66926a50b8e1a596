using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>An event on its way to streams, with what filters compare, made once for all of them.</summary>
internal sealed class LiveEvent(StoredEvent stored, JsonTypeInfo<StoredEvent> json)
    : LiveItem(stored.Id, () => JsonSerializer.SerializeToUtf8Bytes(stored, json))
{
    private readonly Dictionary<SearchField, string?>? _values = stored.Event is { } webhookEvent
        ? SearchKey.Fields.ToDictionary(field => field, field => SearchKey.ValueOf(field, webhookEvent, stored.Hook))
        : null;

    /// <summary>Whether it has one of a filter's values. A body of long ago that can no longer be read has none.</summary>
    public bool Has(EventFilter filter, IReadOnlySet<string> values) =>
        _values is not null && filter.Fields.Any(field => _values[field] is { } value && values.Contains(value));
}
