using System.Buffers;
using System.IO.Pipelines;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>A request's body, read within a bound of memory.</summary>
/// <param name="Bytes">The body; of one over the limit its first <see cref="RejectionRow.KeptOfOversized"/> bytes.</param>
/// <param name="Size">Its whole size in bytes; of an endless one, how much was read.</param>
/// <param name="IsOversized">Whether it is over the limit.</param>
internal readonly record struct RequestBody(byte[] Bytes, long Size, bool IsOversized)
{
    /// <summary>How much of a body over the limit is read and thrown away, so that its sender gets to read the answer.</summary>
    private const long MostDiscarded = 4 * 1024 * 1024;

    /// <summary>How long the beginning of a body that is declared too large may take; then what has come is enough.</summary>
    private static readonly TimeSpan PatienceForBeginning = TimeSpan.FromSeconds(1);

    /// <param name="request">The request.</param>
    /// <param name="limit">The longest body, in bytes.</param>
    /// <param name="memory">The memory for large bodies.</param>
    /// <exception cref="JournalUnavailableException">It is large, and the memory for large ones is taken.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, BodyMemory memory)
    {
        if (request.ContentLength > limit)
        {
            return await ReadBeginningAsync(request, request.ContentLength.Value);
        }

        var reader = request.BodyReader;
        var taken = (long)BodyMemory.Small;
        while (true)
        {
            // A client that is gone ends the reading by itself; a token for that would have to be made for every request.
            var result = await reader.ReadAsync(CancellationToken.None);
            var buffer = result.Buffer;
            if (buffer.Length > limit)
            {
                // The buffer says nothing true any more once it was given back.
                var read = buffer.Length;
                var kept = BeginningOf(buffer);
                reader.AdvanceTo(buffer.End);
                return new RequestBody(kept, await DiscardAsync(request, read), IsOversized: true);
            }

            var arrived = buffer.Length;
            if (arrived > taken)
            {
                // Twice what is here, but no more than there will be: who sends half of it holds up nobody else.
                var wanted = result.IsCompleted ? arrived : Math.Min(2 * arrived, request.ContentLength ?? limit);
                if (!memory.TryTake(request.HttpContext, wanted - (taken > BodyMemory.Small ? taken : 0)))
                {
                    reader.AdvanceTo(buffer.End);
                    throw new JournalUnavailableException("More large bodies arrive at once than there is memory for.", CommitHealth.MinRetryAfter);
                }

                taken = wanted;
            }

            if (result.IsCompleted)
            {
                var body = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return new RequestBody(body, body.Length, IsOversized: false);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>What is declared too large is not waited for: its beginning is enough, which comes in a packet or a few.</summary>
    private static async ValueTask<RequestBody> ReadBeginningAsync(HttpRequest request, long size)
    {
        var reader = request.BodyReader;
        using var patience = new CancellationTokenSource(PatienceForBeginning);
        await using var end = patience.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
        while (true)
        {
            var result = await reader.ReadAsync(CancellationToken.None);
            var buffer = result.Buffer;
            if (buffer.Length >= RejectionRow.KeptOfOversized || result.IsCompleted || result.IsCanceled)
            {
                var kept = BeginningOf(buffer);
                reader.AdvanceTo(buffer.End);
                return new RequestBody(kept, size, IsOversized: true);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static byte[] BeginningOf(ReadOnlySequence<byte> body) => body.Slice(0, Math.Min(body.Length, RejectionRow.KeptOfOversized)).ToArray();

    private static async ValueTask<long> DiscardAsync(HttpRequest request, long size)
    {
        while (size < MostDiscarded)
        {
            var result = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            size += result.Buffer.Length;
            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        return size;
    }
}
