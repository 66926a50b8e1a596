namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>That somebody takes care of a number that waits to be called back: table <c>callback_marks</c>. No event carries it.</summary>
internal sealed class CallbackMarkRow
{
    /// <summary>The number's key.</summary>
    public required string Number { get; init; }

    /// <summary><c>taken</c>, <c>done</c> or <c>noted</c>.</summary>
    public required string State { get; init; }

    /// <summary>What the operator wrote to it.</summary>
    public string? Note { get; init; }

    /// <summary>The operator's user name.</summary>
    public required string MarkedBy { get; init; }

    /// <summary>When, in microseconds since the Unix epoch.</summary>
    public required long MarkedAt { get; init; }

    /// <summary>The beginning of the latest call that the mark is about, in microseconds: later calls are not meant.</summary>
    public required long LastCallAt { get; init; }
}
