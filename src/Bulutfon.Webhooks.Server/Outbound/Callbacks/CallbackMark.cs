using System.Text.Json.Serialization;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

/// <summary>That somebody takes care of a number.</summary>
internal sealed record CallbackMark
{
    public const string Taken = "taken";
    public const string Done = "done";
    public const string Noted = "noted";

    /// <summary><c>taken</c>; <c>noted</c>, which only says something; or <c>done</c>: then the number is not listed before it calls in vain again.</summary>
    public required string State { get; init; }

    /// <summary>What the operator wrote to it.</summary>
    public required string? Note { get; init; }

    /// <summary>The operator.</summary>
    public required string By { get; init; }

    /// <summary>When it was marked.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset At { get; init; }

    public static CallbackMark Of(CallbackMarkRow row) => new()
    {
        State = row.State,
        Note = row.Note,
        By = row.MarkedBy,
        At = UnixTime.ToTime(row.MarkedAt),
    };
}

/// <summary>What an operator says of a number.</summary>
/// <param name="State"><c>taken</c> (I call back), <c>done</c> (settled) or <c>noted</c> (a note alone).</param>
/// <param name="Note">For the others; at most 500 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CallbackMarkRequest(string? State, string? Note)
{
    public const int LongestNote = 500;

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public string? Mistake => State is not (CallbackMark.Taken or CallbackMark.Done or CallbackMark.Noted) ? $"'state' is missing or unknown. Allowed: {CallbackMark.Taken}, {CallbackMark.Done}, {CallbackMark.Noted}."
        : State == CallbackMark.Noted && string.IsNullOrWhiteSpace(Note) ? "'note' is missing, and 'noted' is a note alone. Allowed: a text."
        : Note?.Length > LongestNote ? $"'note' has {Note.Length} characters. Allowed: at most {LongestNote}."
        : null;
}
