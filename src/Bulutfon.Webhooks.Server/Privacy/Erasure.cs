using System.Text.Json.Serialization;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>What became of a request to erase a number. The number itself is in no answer.</summary>
internal sealed record Erasure
{
    /// <summary>Its id.</summary>
    public required long Id { get; init; }

    /// <summary><c>requested</c>, <c>cleaning</c> (the rows are gone, copies in the log and the projections go) or <c>done</c>.</summary>
    public required string State { get; init; }

    /// <summary>The admin.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When it was requested.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it was done; null before.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How many events were erased so far.</summary>
    public required long Events { get; init; }

    /// <summary>How many rejections were erased so far.</summary>
    public required long Rejections { get; init; }

    /// <summary>How many marks of call-backs were erased.</summary>
    public required long CallbackMarks { get; init; }

    /// <summary>While it is under way: up to which id it has read the events.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ReadTo { get; init; }

    /// <summary>
    /// Files beside the journal that may hold the number all the same: what a restore has replaced, and the log of an overwritten
    /// journal. Delete them when they are of no more use.
    /// </summary>
    public required IReadOnlyList<string> Copies { get; init; }

    public static Erasure Of(ErasureRow row, long? readTo, IReadOnlyList<string> copies) => new()
    {
        Id = row.Id,
        State = row.State,
        RequestedBy = row.RequestedBy,
        RequestedAt = UnixTime.ToTime(row.RequestedAt),
        FinishedAt = row.FinishedAt is { } at ? UnixTime.ToTime(at) : null,
        Events = row.Events,
        Rejections = row.Rejections,
        CallbackMarks = row.Marks,
        Copies = [.. copies.Select(file => Path.GetFileName(file)!)],
        ReadTo = row.State == ErasureRow.Requested ? readTo : null,
    };
}

/// <summary>What to erase.</summary>
/// <param name="Number">The phone number, however written, with at least 7 digits.</param>
internal sealed record ErasureRequest(string? Number);
