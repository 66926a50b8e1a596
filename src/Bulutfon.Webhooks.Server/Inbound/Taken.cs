using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>What became of a post: its receipt, or what there is to say about one that was not stored.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Taken
{
    public Taken(Receipt receipt) => Receipt = receipt;

    public Taken(Unstored unstored) => Unstored = unstored;

    public Receipt Receipt { get; }

    /// <summary>Null if it was stored.</summary>
    public Unstored? Unstored { get; }
}

/// <summary>A post that was not stored as an event.</summary>
/// <param name="Hook">The hook's name.</param>
/// <param name="Body">The body.</param>
/// <param name="ReceivedAt">When it arrived, in microseconds since the Unix epoch.</param>
/// <param name="Refusal">Why it is no event; null if that is not the reason.</param>
/// <param name="Exception">What failed, if something did.</param>
internal sealed record Unstored(string Hook, RequestBody Body, long ReceivedAt, Refusal? Refusal, Exception? Exception)
{
    public static Unstored Of(Exception exception) => new("", default, 0, Refusal: null, exception);

    /// <summary>The failure of the journal; any other one is thrown again.</summary>
    public JournalUnavailableException UnavailableOrThrow()
    {
        if (Exception is JournalUnavailableException unavailable)
        {
            return unavailable;
        }

        ExceptionDispatchInfo.Throw(Exception!);
        throw Exception!;
    }

    public RejectionRow ToRejection(string? contentType) => new()
    {
        Hook = Hook,
        ReceivedAt = ReceivedAt,
        Status = Refusal!.Status,
        Code = Refusal.Code,
        Detail = Refusal.Detail,
        Path = Refusal.Path,
        ByteOffset = Refusal.ByteOffset,
        ContentType = contentType,
        Size = Body.Size,
        Body = Body.Bytes,
    };
}
