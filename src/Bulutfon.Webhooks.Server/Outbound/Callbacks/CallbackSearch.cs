using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

/// <summary>Reckons who waits to be called back, from the calls as they are now; nothing has to be kept up to date or cleared.</summary>
internal sealed class CallbackSearch(IJournal journal, IProjectionStore projections, CatchUp catchUp, ReturnedCalls returned, TimeProvider time)
{
    /// <summary>The list, longest waiting first.</summary>
    public async Task<CallbackList> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var indexedTo = await catchUp.WaitAsync(cancellationToken);
        var now = UnixTime.Of(time.GetUtcNow());
        await using var context = journal.OpenContext();
        var rows = await context.CallbackMarks.AsNoTracking().ToListAsync(cancellationToken);
        WaitingNumber[] all = [.. Waiting(number: null, now, cancellationToken)];
        var marks = new CallbackMarks(rows, all);
        WaitingNumber[] waiting = [.. all.Select(each => each.Without(marks.Find(each.Number))).OfType<WaitingNumber>().OrderBy(each => each.FirstAt)];
        return new CallbackList([.. waiting.Take(limit).Select(each => each.Show(marks.Find(each.Number), now))], waiting.Length) { IndexedTo = indexedTo };
    }

    /// <summary>The keys under which the mark of a number is stored, also by an earlier version.</summary>
    public async Task<IReadOnlyList<string>> StoredKeysAsync(string number, CancellationToken cancellationToken)
    {
        await using var context = journal.OpenContext();
        var rows = await context.CallbackMarks.AsNoTracking().ToListAsync(cancellationToken);

        // Only of a foreign number does it take all that wait to tell whose a mark is.
        WaitingNumber[] waiting = CallbackMarks.MayBeUnderTurkishKey(number) ? [.. Waiting(number: null, UnixTime.Of(time.GetUtcNow()), cancellationToken)] : [];
        return [.. CallbackMarks.KeysOf(number).Append(new CallbackMarks(rows, waiting).Find(number)?.Number).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A number, marked or not; null if nothing of it waits.</summary>
    public async Task<WaitingNumber?> FindAsync(string number, CancellationToken cancellationToken)
    {
        await catchUp.WaitAsync(cancellationToken);
        return Waiting(number, UnixTime.Of(time.GetUtcNow()), cancellationToken).SingleOrDefault();
    }

    /// <summary>Who waits, in two passes over the window however many numbers there are: the calls without an answer, then the talks.</summary>
    private IEnumerable<WaitingNumber> Waiting(string? number, long now, CancellationToken cancellationToken)
    {
        var unanswered = Unanswered(number, now, cancellationToken);
        if (unanswered.Count == 0)
        {
            return [];
        }

        var numbers = unanswered.Select(call => call.Number).ToHashSet(StringComparer.Ordinal);
        var talks = returned.LaterTalks(numbers, unanswered[0].StartedAt, cancellationToken).ToLookup(talk => talk.Number, StringComparer.Ordinal);
        return unanswered
            .Where(call => !talks[call.Number].Any(talk => talk.Returns(call.Line, call.StartedAt)))
            .GroupBy(call => call.Number, StringComparer.Ordinal)
            .Select(calls => new WaitingNumber(calls.Key, [.. calls]));
    }

    /// <summary>The calls of the window that nobody answered, of one number or of all, by their beginning.</summary>
    private IReadOnlyList<UnansweredCall> Unanswered(string? number, long now, CancellationToken cancellationToken)
    {
        if (!catchUp.HasIndex)
        {
            return [];
        }

        var unanswered = new CallTerm(SearchField.CallWithoutAnswer, CallTerms.Is);
        IReadOnlyList<long>[] keys = number is null ? [[unanswered.Key]] : [[new CallTerm(SearchField.CallCaller, number).Key], [unanswered.Key]];
        var begin = returned.WindowBegin(now);
        var query = new SearchQuery(keys, begin, To: null, PlaceOrder.Ascending, Behind: null);
        var found = projections.SelectCalls(
            query, each => each.IsHere && UnansweredCall.Of(each.Call) is { } call && call.StartedAt >= begin && (number is null || call.Number == number) ? call : null, cancellationToken);
        return [.. found.OrderBy(call => call.StartedAt)];
    }
}
