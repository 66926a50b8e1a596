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
    private const int AtOnce = 16;

    /// <summary>The earliest beginning of a call that still waits to be returned, in microseconds since the Unix epoch.</summary>
    public long WindowBegin(long now) => now - (options.Value.CallbackWindow.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <param name="unanswered">An incoming call that nobody answered.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public bool IsReturned(CallSummary unanswered, CancellationToken cancellationToken) =>
        OutsideNumber.KeyOf(unanswered.Caller) is { } number && LaterTalks(number, unanswered.StartedAt, cancellationToken).Any(talk => IsSameLine(talk, unanswered));

    /// <summary>A line that is not said may be any.</summary>
    public static bool IsSameLine(CallSummary one, CallSummary other) =>
        one.Did is null || other.Did is null || string.Equals(NumberKey.Of(one.Did), NumberKey.Of(other.Did), StringComparison.Ordinal);

    /// <summary>The calls on which a person talked with a number and that began later.</summary>
    public IEnumerable<CallSummary> LaterTalks(string number, long after, CancellationToken cancellationToken)
    {
        var term = new CallTerm(SearchField.CallTalkedWith, number);
        var query = new SearchQuery([[term.Key]], after + 1, To: null, PlaceOrder.Ascending, Behind: null);
        IReadOnlyList<FoundCall> found;
        do
        {
            found = projections.FindCalls(query, AtOnce, cancellationToken);
            foreach (var talk in found.Where(talk => talk.Has(term.Field, term.Value)))
            {
                yield return CallSummary.Of(talk.State, after, options.Value);
            }

            query = query with { Behind = found.Count > 0 ? found[^1].Place : null };
        }
        while (found.Count == AtOnce);
    }
}
