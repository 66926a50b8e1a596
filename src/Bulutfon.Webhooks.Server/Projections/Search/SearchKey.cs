using System.IO.Hashing;
using System.Runtime.InteropServices;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>
/// A field (8 bits) and a value's hash (56): short keys of one length, those of a field beside each other, and no phone number in
/// the index. Two values may share a key, so who finds something by it looks at the thing's own value too.
/// </summary>
internal static class SearchKey
{
    private const int HashBits = 56;

    /// <summary>Everything that an event can be found by.</summary>
    public static readonly IReadOnlyList<SearchField> Fields =
    [
        SearchField.Uuid, SearchField.Caller, SearchField.Callee, SearchField.Destination, SearchField.EventType, SearchField.Hook, SearchField.Direction,
    ];

    public static long Of(SearchField field, string value) =>
        ((long)field << HashBits) | (long)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(value.AsSpan())) >> (64 - HashBits));

    /// <summary>The field of a key.</summary>
    public static SearchField FieldOf(long key) => (SearchField)(key >> HashBits);

    /// <summary>Not above any key of a field.</summary>
    public static long LowestOf(SearchField field) => (long)field << HashBits;

    /// <summary>The value that an event has in a field; numbers are their <see cref="NumberKey"/>, code words without case.</summary>
    public static string? ValueOf(SearchField field, WebhookEvent webhookEvent, string hook) => field switch
    {
        SearchField.Uuid => webhookEvent.Uuid,
        SearchField.Caller => NumberKey.Of(webhookEvent.Caller),
        SearchField.Callee => NumberKey.Of(webhookEvent.Callee),
        SearchField.Destination => NumberKey.Of(webhookEvent.Destination),
        SearchField.EventType => FoldedText.Of(webhookEvent.EventType.Value),
        SearchField.Hook => hook,
        SearchField.Direction => FoldedText.Word(webhookEvent.Direction?.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    /// <summary>Adds what an event can be found by.</summary>
    /// <exception cref="InvalidOperationException">Its body can no longer be read.</exception>
    public static void AddPostings(CommittedEvent committed, List<Posting> postings)
    {
        var webhookEvent = committed.Event ?? throw new InvalidOperationException("The body can no longer be read as an event.");
        var place = new Place(committed.Timestamp, committed.Id);
        foreach (var field in Fields)
        {
            if (ValueOf(field, webhookEvent, committed.Hook) is { } value)
            {
                postings.Add(new Posting(Of(field, value), place));
            }
        }
    }
}
