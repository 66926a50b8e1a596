using System.Text.Json;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A nested call detail record, the richest thing that an event can say. Times in microseconds since the Unix epoch.</summary>
internal sealed record CallRecord
{
    private const string CallRecordField = "call_record";
    private static readonly string[] RemovedRecord = ["REMOVED", "DELETED", "SILINDI", "SİLİNDİ"];

    /// <summary>The fields of the event around it, under the record's own.</summary>
    public required Ending Ending { get; init; }

    public long? CallTime { get; init; }

    public long? AnswerTime { get; init; }

    /// <summary>Whether an answer time was sent that cannot be read.</summary>
    public bool AnswerIsUnreadable { get; init; }

    public long? HangupTime { get; init; }

    public bool? MissingCall { get; init; }

    public Recording Recording { get; init; }

    public required RecordStep[] Steps { get; init; }

    /// <summary>How much it says; that somebody answered outweighs all else.</summary>
    private int Weight => (Ending.IsSuccess ? 100 : 0) + (Array.Exists(Steps, static step => step.PersonAnswered || step.OutsideAnswered) ? 100 : 0) + Steps.Length
        + (CallTime is null ? 0 : 1) + (AnswerTime is null ? 0 : 1) + (HangupTime is null ? 0 : 1) + (MissingCall is null ? 0 : 1)
        + (Recording == Recording.Unknown ? 0 : 1);

    public static CallRecord Of(Ending ending, Cdr cdr)
    {
        var window = new AnswerWindow(UnixTime.Of(cdr.CallTime), UnixTime.Of(cdr.HangupTime) ?? ending.Timestamp);
        var answer = UnixTime.Of(cdr.AnswerTime);
        return new()
        {
            Ending = ending,
            CallTime = UnixTime.Of(cdr.CallTime),
            AnswerTime = window.Holds(answer) ? answer : null,
            AnswerIsUnreadable = UnreadableAnswer.IsIn(cdr.AdditionalProperties) || !window.Holds(answer),
            HangupTime = UnixTime.Of(cdr.HangupTime),
            MissingCall = cdr.MissingCall,
            Recording = RecordingOf(cdr),
            Steps = RecordSteps.Of(cdr.CallFlow, window),
        };
    }

    /// <summary>The one that says more, then the later, then the one with the higher sequence.</summary>
    public static CallRecord? Richer(CallRecord? one, CallRecord? other)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        return (one.Weight, one.Ending.Timestamp, one.Ending.Id).CompareTo((other.Weight, other.Ending.Timestamp, other.Ending.Id)) >= 0 ? one : other;
    }

    private static Recording RecordingOf(Cdr cdr) => cdr.CallRecord switch
    {
        true => Recording.Available,
        false => Recording.None,
        null when cdr.AdditionalProperties is { } others && others.TryGetValue(CallRecordField, out var value)
            && value.ValueKind == JsonValueKind.String => OfWord(value.GetString()!.Trim()),
        null => Recording.Unknown,
    };

    /// <summary>What is neither yes nor no: that it was deleted, or its address.</summary>
    private static Recording OfWord(string word) =>
        CodeWord.IsOneOf(word, RemovedRecord) ? Recording.Removed
        : word.StartsWith("http", StringComparison.OrdinalIgnoreCase) && Uri.IsWellFormedUriString(word, UriKind.Absolute) ? Recording.Available
        : Recording.Unknown;
}
