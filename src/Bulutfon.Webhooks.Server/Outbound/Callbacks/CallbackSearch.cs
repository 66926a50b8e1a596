using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

/// <summary>Reckons who waits to be called back, from the calls as they are now; nothing has to be kept up to date or cleared.</summary>
internal sealed class CallbackSearch(
    IJournal journal, IProjectionStore projections, CatchUp catchUp, ReturnedCalls returned, TimeProvider time, IOptions<CallsOptions> options)
{
    private const int AtOnce = 500;

    /// <summary>The list, longest waiting first.</summary>
    public async Task<CallbackList> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var indexedTo = await catchUp.WaitAsync(cancellationToken);
        var now = UnixTime.Of(time.GetUtcNow());
        await using var context = journal.OpenContext();
        var marks = await context.CallbackMarks.AsNoTracking().ToDictionaryAsync(row => row.Number, StringComparer.Ordinal, cancellationToken);
        Callback[] waiting = [.. Waiting(number: null, now, cancellationToken)
            .Select(each => each.Without(marks.GetValueOrDefault(each.Number)))
            .OfType<WaitingNumber>()
            .OrderBy(each => each.FirstAt)
            .Select(each => each.Show(marks.GetValueOrDefault(each.Number), now))];
        return new CallbackList([.. waiting.Take(limit)], waiting.Length) { IndexedTo = indexedTo };
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
        var unanswered = Unanswered(number, now, cancellationToken).ToLookup(call => OutsideNumber.KeyOf(call.Facts.Caller)!, StringComparer.Ordinal);
        if (unanswered.Count == 0)
        {
            return [];
        }

        var first = unanswered.SelectMany(calls => calls).Min(call => call.Facts.ListedAt);
        var talks = returned.LaterTalks(number, first, cancellationToken)
            .Where(talk => unanswered.Contains(talk.Number))
            .ToLookup(talk => talk.Number, StringComparer.Ordinal);
        return unanswered
            .Where(calls => number is null || calls.Key == number)
            .Select(calls => WaitingNumber.Of(calls.Key, calls, [.. talks[calls.Key]], call => CallSummary.Of(call.Facts.State, now, options.Value)))
            .OfType<WaitingNumber>();
    }

    /// <summary>The calls of the window that nobody answered, of one number or of all.</summary>
    private IEnumerable<JudgedCall> Unanswered(string? number, long now, CancellationToken cancellationToken)
    {
        if (!catchUp.HasIndex)
        {
            yield break;
        }

        var unanswered = new CallTerm(SearchField.CallWithoutAnswer, CallTerms.Is);
        IReadOnlyList<long>[] keys = number is null ? [[unanswered.Key]] : [[new CallTerm(SearchField.CallCaller, number).Key], [unanswered.Key]];
        var query = new SearchQuery(keys, returned.WindowBegin(now), To: null, PlaceOrder.Ascending, Behind: null);
        IReadOnlyList<FoundCall> found;
        do
        {
            found = projections.FindCalls(query, AtOnce, cancellationToken);
            foreach (var each in found)
            {
                if (each.IsHere && UnansweredCall.Number(each.Call.Facts, each.Call.Outcome) is not null)
                {
                    yield return each.Call;
                }
            }

            query = query with { Behind = found.Count > 0 ? found[^1].Place : null };
        }
        while (found.Count == AtOnce);
    }
}
