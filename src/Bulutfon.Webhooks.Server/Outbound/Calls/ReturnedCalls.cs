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
    /// <summary>Of one number: the first later talk usually decides.</summary>
    private const int FewAtOnce = 16;

    private const int ManyAtOnce = 500;

    /// <summary>The earliest beginning of a call that still waits to be returned, in microseconds since the Unix epoch.</summary>
    public long WindowBegin(long now) => now - (options.Value.CallbackWindow.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <param name="unanswered">An incoming call that nobody answered.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public bool IsReturned(CallSummary unanswered, CancellationToken cancellationToken) =>
        OutsideNumber.KeyOf(unanswered.Caller) is { } number
        && LaterTalks(number, unanswered.StartedAt, cancellationToken).Any(talk => talk.Returns(unanswered.Did, unanswered.StartedAt));

    /// <summary>The calls on which a person talked with a number, or with any outside, and that began later.</summary>
    public IEnumerable<OutsideTalk> LaterTalks(string? number, long after, CancellationToken cancellationToken)
    {
        var (term, atOnce) = number is null
            ? (new CallTerm(SearchField.CallOutcome, CallOutcome.Answered.WireName()), ManyAtOnce)
            : (new CallTerm(SearchField.CallTalkedWith, number), FewAtOnce);
        var query = new SearchQuery([[term.Key]], after + 1, To: null, PlaceOrder.Ascending, Behind: null);
        IReadOnlyList<FoundCall> found;
        do
        {
            found = projections.FindCalls(query, atOnce, cancellationToken);
            foreach (var call in found)
            {
                if (call.IsHere && OutsideTalk.Of(call.Call) is { } talk && (number is null || talk.Number == number))
                {
                    yield return talk;
                }
            }

            query = query with { Behind = found.Count > 0 ? found[^1].Place : null };
        }
        while (found.Count == atOnce);
    }
}
