namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>A body that could not be read as an event: table <c>rejections</c>.</summary>
internal sealed class RejectionRow
{
    /// <summary>The most that is kept of a body over the limit, in bytes.</summary>
    public const int KeptOfOversized = 4096;

    public long Id { get; set; }

    /// <summary>The hook's name.</summary>
    public required string Hook { get; init; }

    /// <summary>When it arrived, in microseconds since the Unix epoch.</summary>
    public required long ReceivedAt { get; init; }

    /// <summary>The HTTP status that it was answered with.</summary>
    public required int Status { get; init; }

    /// <summary>A stable code for the reason.</summary>
    public required string Code { get; init; }

    /// <summary>The reason in words.</summary>
    public required string Detail { get; init; }

    /// <summary>Where in the body, as a JSON path.</summary>
    public string? Path { get; init; }

    /// <summary>Where in the body, in bytes.</summary>
    public int? ByteOffset { get; init; }

    /// <summary>The Content-Type header as it came.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body's whole size in bytes; of an endless one, how much was read.</summary>
    public required long Size { get; init; }

    /// <summary>The body; of one over the limit the first <see cref="KeptOfOversized"/> bytes.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The event that a retry made of it; null while there is none.</summary>
    public long? EventId { get; set; }

    /// <summary>Whether <see cref="Body"/> is less than what came.</summary>
    public bool IsTruncated => Size > Body.Length;
}
