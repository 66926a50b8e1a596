using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Calls;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

/// <summary>Sets and takes back the marks of numbers that wait to be called back, for the API and the page.</summary>
internal sealed class CallbackMarking(CallbackSearch search, ReturnedCalls returned, IJournal journal, TimeProvider time)
{
    /// <summary>A mark was set or taken back.</summary>
    public event EventHandler? Changed;

    /// <returns>The mark; null if the number does not wait.</returns>
    public async Task<CallbackMark?> MarkAsync(string number, CallbackMarkRequest request, string by, CancellationToken cancellationToken)
    {
        if (OutsideNumber.KeyOf(number) is not { } key || await search.FindAsync(key, cancellationToken) is not { } waiting)
        {
            return null;
        }

        var now = UnixTime.Of(time.GetUtcNow());
        var mark = new CallbackMarkRow
        {
            Number = key,
            State = request.State!,
            Note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(),
            MarkedBy = by,
            MarkedAt = now,
            LastCallAt = waiting.LastAt,
        };
        var before = await search.StoredKeysAsync(key, cancellationToken);
        await journal.MarkCallbackAsync(mark, returned.WindowBegin(now));
        foreach (var stored in before.Where(stored => stored != key))
        {
            await journal.UnmarkCallbackAsync(stored);
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return CallbackMark.Of(mark);
    }

    /// <returns>False if the number has no mark.</returns>
    public async Task<bool> UnmarkAsync(string number)
    {
        if (OutsideNumber.KeyOf(number) is not { } key)
        {
            return false;
        }

        var isGone = false;
        foreach (var stored in await search.StoredKeysAsync(key, CancellationToken.None))
        {
            isGone |= await journal.UnmarkCallbackAsync(stored);
        }

        if (isGone)
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }

        return isGone;
    }
}
