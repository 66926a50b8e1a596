using System.Linq.Expressions;
using System.Text.Json.Serialization;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>A body that was refused, and why.</summary>
internal sealed record Rejection
{
    /// <summary>Its number, which the refused post was answered as <c>rejection_id</c>.</summary>
    public required long Id { get; init; }

    /// <summary>The name of the hook that posted it.</summary>
    public required string Hook { get; init; }

    /// <summary>When it arrived.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP status that it was answered with.</summary>
    public required int Status { get; init; }

    /// <summary>The reason, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>The reason, for people.</summary>
    public required string Detail { get; init; }

    /// <summary>Where in the body, as a JSON path.</summary>
    public required string? Path { get; init; }

    /// <summary>Where in the body, in bytes.</summary>
    public required int? ByteOffset { get; init; }

    /// <summary>The Content-Type header as it came.</summary>
    public required string? ContentType { get; init; }

    /// <summary>The body's whole size in bytes; of an endless one, how much was read.</summary>
    public required long Size { get; init; }

    /// <summary>Whether only the beginning of the body was kept; such a one cannot be retried.</summary>
    public required bool Truncated { get; init; }

    /// <summary>The event that a retry made of it; null while there is none.</summary>
    public required long? EventId { get; init; }

    /// <summary>Reads everything but the body.</summary>
    public static readonly Expression<Func<RejectionRow, Rejection>> FromRow = row => new Rejection
    {
        Id = row.Id,
        Hook = row.Hook,
        ReceivedAt = UnixTime.ToTime(row.ReceivedAt),
        Status = row.Status,
        Code = row.Code,
        Detail = row.Detail,
        Path = row.Path,
        ByteOffset = row.ByteOffset,
        ContentType = row.ContentType,
        Size = row.Size,
        Truncated = row.Size > row.Body.Length,
        EventId = row.EventId,
    };
}

/// <summary>A page of rejections.</summary>
/// <param name="Items">The rejections, in the order that was asked for.</param>
/// <param name="NextCursor">Gives the next page as the parameter <c>cursor</c>; null if this is the last.</param>
internal sealed record RejectionPage(IReadOnlyList<Rejection> Items, string? NextCursor);
