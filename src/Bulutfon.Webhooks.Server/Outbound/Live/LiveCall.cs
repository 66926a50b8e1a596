using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Outbound.Calls;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>A call on its way to streams, as it is now.</summary>
/// <param name="id">The event that changed it last.</param>
/// <param name="found">The call, with what filters compare.</param>
/// <param name="summary">What is shown of it.</param>
/// <param name="json">How it is written.</param>
internal sealed class LiveCall(long id, FoundCall found, CallSummary summary, JsonTypeInfo<Call> json)
    : LiveItem(id, () => JsonSerializer.SerializeToUtf8Bytes(Call.Of(summary), json))
{
    /// <summary>Whether it has one of a filter's values.</summary>
    public bool Has(CallFilter filter, IReadOnlySet<string> values) => filter.Matches(found, summary, values);
}
