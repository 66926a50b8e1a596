using System.Globalization;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>What a client wants to follow, and from where.</summary>
/// <param name="Matches">Which items.</param>
/// <param name="After">The last sequence that the client has.</param>
internal sealed record LiveQuery<TItem>(Predicate<TItem> Matches, long After);

/// <summary>Reads what a client wants to follow.</summary>
internal static class LiveQuery
{
    public const string AfterName = "after";
    public const string LastEventIdName = "Last-Event-ID";

    /// <param name="request">The request.</param>
    /// <param name="last">The highest sequence that there is, behind which a stream begins that does not say.</param>
    public static (LiveQuery<LiveEvent> Query, ProblemHttpResult? Problem) ReadOfEvents(HttpRequest request, long last) =>
        Read<LiveEvent, EventFilter>(EventFilters.All, static (item, filter, values) => item.Has(filter, values), request, last);

    /// <inheritdoc cref="ReadOfEvents"/>
    public static (LiveQuery<LiveCall> Query, ProblemHttpResult? Problem) ReadOfCalls(HttpRequest request, long last) =>
        Read<LiveCall, CallFilter>(CallFilters.OfOneCall, static (item, filter, values) => item.Has(filter, values), request, last);

    private static (LiveQuery<TItem> Query, ProblemHttpResult? Problem) Read<TItem, TFilter>(
        IReadOnlyList<TFilter> known, Func<TItem, TFilter, IReadOnlySet<string>, bool> has, HttpRequest request, long last)
        where TFilter : SearchFilter
    {
        var parameters = new QueryParameters(request.Query, [.. known.Select(filter => filter.Name), AfterName]);
        var filters = known
            .Select(filter => (Filter: filter, Values: parameters.List(filter.Name, filter.Read, filter.Allowed).ToHashSet(StringComparer.Ordinal)))
            .Where(each => each.Values.Count > 0)
            .ToArray();
        var after = AfterOf(LastEventIdName, request.Headers[LastEventIdName], last, parameters)
            ?? AfterOf(AfterName, parameters.Text(AfterName), last, parameters)
            ?? last;
        return (new LiveQuery<TItem>(item => Array.TrueForAll(filters, each => has(item, each.Filter, each.Values)), after), parameters.Problem);
    }

    private static long? AfterOf(string name, string? text, long last, QueryParameters parameters)
    {
        if (text is null || (name == LastEventIdName && text.Length == 0))
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            parameters.Invalid(name, text, "the id of an event, or 0 for all there are");
        }
        else if (after > last && name == LastEventIdName)
        {
            // Of another journal, such as one from before a restore. A browser that is refused never comes back, and cannot leave it out.
            return last;
        }
        else if (after > last)
        {
            // To wait until the journal is there would be to leave out everything until then.
            parameters.Invalid(name, text, string.Create(CultureInfo.InvariantCulture, $"an id that this journal has reached; the last is {last}. Leave it out to begin from now"));
        }

        return after;
    }
}
