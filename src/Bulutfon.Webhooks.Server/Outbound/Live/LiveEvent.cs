using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>An event on its way to streams, with what filters compare: as in a search, numbers are their keys.</summary>
internal sealed class LiveEvent(StoredEvent stored, JsonTypeInfo<StoredEvent> json)
    : LiveItem(stored.Id, () => JsonSerializer.SerializeToUtf8Bytes(stored, json))
{
    /// <summary>False for a body of long ago that can no longer be read: no filter finds that.</summary>
    public bool IsReadable => stored.Event is not null;

    public string Hook => stored.Hook;

    public string? Uuid => stored.Event?.Uuid;

    public string? EventType => stored.Event?.EventType.Value;

    public string? Direction => stored.Event?.Direction?.Value;

    public string? Caller { get; } = NumberKey.Of(stored.Event?.Caller);

    public string? Callee { get; } = NumberKey.Of(stored.Event?.Callee);

    public string? Destination { get; } = NumberKey.Of(stored.Event?.Destination);
}
