using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>
/// Whether somebody talked with a caller later, whoever called whom: with the same number, over the same line of the customer, on a
/// call that began later. A call that does not name the line counts for each.
/// </summary>
internal sealed class ReturnedCalls(IProjectionStore projections, IOptions<CallsOptions> options)
{
    /// <summary>The first later talk usually decides.</summary>
    private const int AtOnce = 16;

    /// <summary>The earliest beginning of a call that still waits to be returned, in microseconds since the Unix epoch.</summary>
    public long WindowBegin(long now) => now - (options.Value.CallbackWindow.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Whether a call is one that nobody answered and nobody returned, and not too old to wait.</summary>
    public bool IsWaiting(FoundCall found, long now, CancellationToken cancellationToken) =>
        UnansweredCall.Of(found.Call) is { } call && call.StartedAt >= WindowBegin(now) && !IsReturned(call, cancellationToken);

    private bool IsReturned(UnansweredCall unanswered, CancellationToken cancellationToken)
    {
        var query = Later(new CallTerm(SearchField.CallTalkedWith, unanswered.Number), unanswered.StartedAt);
        IReadOnlyList<FoundCall> found;
        do
        {
            found = projections.FindCalls(query, AtOnce, cancellationToken);
            if (found.Any(call => TalkOf(call) is { } talk && talk.Number == unanswered.Number && talk.Returns(unanswered.Line, unanswered.StartedAt)))
            {
                return true;
            }

            query = query with { Behind = found.Count > 0 ? found[^1].Place : null };
        }
        while (found.Count == AtOnce);
        return false;
    }

    /// <summary>The calls on which a person talked with any of these numbers, and that began later.</summary>
    public IReadOnlyList<OutsideTalk> LaterTalks(IReadOnlySet<string> numbers, long after, CancellationToken cancellationToken)
    {
        // One search among all that were answered costs less than one for each number, as long as only calls with these numbers are judged.
        var term = numbers.Count == 1 ? new CallTerm(SearchField.CallTalkedWith, numbers.Single()) : new CallTerm(SearchField.CallOutcome, CallOutcome.Answered.WireName());
        return projections.SelectCalls(Later(term, after), call => OutsideNumber.KeyOf(call.Call.Facts) is { } number && numbers.Contains(number) ? TalkOf(call) : null, cancellationToken);
    }

    private static SearchQuery Later(CallTerm term, long after) => new([[term.Key]], after + 1, To: null, PlaceOrder.Ascending, Behind: null);

    private static OutsideTalk? TalkOf(FoundCall found) => found.IsHere ? OutsideTalk.Of(found.Call) : null;
}
