using System.Diagnostics.CodeAnalysis;

namespace Bulutfon.Webhooks;

/// <summary>What became of a body: an event, or the reason why not.</summary>
public readonly record struct WebhookParseResult
{
    internal WebhookParseResult(WebhookEvent webhookEvent, ulong contentHash)
    {
        Event = webhookEvent;
        ContentHash = contentHash;
    }

    internal WebhookParseResult(WebhookBodyError error) => Error = error;

    /// <summary>The event; null if there is an <see cref="Error"/>.</summary>
    public WebhookEvent? Event { get; }

    /// <summary>
    /// A 64-bit hash of the canonical event: equal for the same event as JSON and as a form, whatever the order of its fields.
    /// Not cryptographic.
    /// </summary>
    public ulong ContentHash { get; }

    /// <summary>Why there is no event; null if there is one.</summary>
    public WebhookBodyError? Error { get; }

    /// <summary>Whether the body was an event.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsEvent => Event is not null;
}
