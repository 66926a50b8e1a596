namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>An event on its way into the journal.</summary>
/// <param name="Hook">The hook's name.</param>
/// <param name="ReceivedAt">When it arrived, in microseconds since the Unix epoch.</param>
/// <param name="ContentType">The Content-Type header as it came.</param>
/// <param name="Body">The body, byte by byte; not changed by anyone from here on.</param>
/// <param name="Event">The typed event.</param>
/// <param name="ContentHash">Its canonical hash.</param>
internal sealed record NewEvent(string Hook, long ReceivedAt, string? ContentType, byte[] Body, WebhookEvent Event, ulong ContentHash);

/// <summary>What became of an event: committed, and whether it was there before.</summary>
/// <param name="Id">Its sequence, or that of the event that it repeats.</param>
/// <param name="Duplicate">Whether it repeats an event.</param>
internal readonly record struct Appended(long Id, bool Duplicate);
