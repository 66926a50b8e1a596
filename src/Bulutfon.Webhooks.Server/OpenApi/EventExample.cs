using System.Text.Json.Nodes;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>One event to try: a file in <c>Examples</c>.</summary>
/// <param name="Name">The file's name without extension: the year of its documentation and its type.</param>
/// <param name="Record">What the parser makes of it.</param>
/// <param name="Summary">What the list in Swagger UI says.</param>
internal sealed record EventExample(string Name, Type Record, string Summary)
{
    /// <summary>The file, as it may be posted.</summary>
    public byte[] Bytes()
    {
        using var file = typeof(EventExample).Assembly.GetManifestResourceStream($"Examples/{Name}.json")
            ?? throw new InvalidOperationException($"There is no example {Name}.json.");
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>A new tree of it each time, for a node has one parent.</summary>
    public JsonNode Json() => JsonNode.Parse(Bytes())!;

    public WebhookEvent Event() => WebhookEventParser.Parse(Bytes(), WebhookBodyFormat.Json).Event
        ?? throw new InvalidOperationException($"{Name}.json is no event.");
}
