using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>A filter of events: a parameter and the fields that it compares.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Description">What it compares with, for the API's description.</param>
/// <param name="Read">Makes a value what is stored; null if it is none.</param>
/// <param name="Fields">The fields of which one must have one of the values.</param>
internal sealed record EventFilter(string Name, string Description, ReadValue<string> Read, params IReadOnlyList<SearchField> Fields)
    : SearchFilter(Name, Description, Read)
{
    public override IReadOnlyList<long> KeysOf(IReadOnlyList<string> values) => [.. Fields.SelectMany(field => values.Select(value => SearchKey.Of(field, value)))];

    /// <summary>Whether an event has one of the values.</summary>
    public bool Matches(WebhookEvent webhookEvent, string hook, IReadOnlyList<string> values) =>
        Fields.Any(field => SearchKey.ValueOf(field, webhookEvent, hook) is { } value && values.Contains(value));
}
