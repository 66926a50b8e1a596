using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Splits the rows that have one of the values into branches, each of which an index gives in the order of the answer.</summary>
internal delegate IEnumerable<IQueryable<SearchKeyRow>> Branches(IQueryable<SearchKeyRow> rows, IReadOnlyList<string> values);

/// <summary>Keeps the rows that have one of the values.</summary>
internal delegate IQueryable<SearchKeyRow> Restriction(IQueryable<SearchKeyRow> rows, IReadOnlyList<string> values);

/// <summary>A filter of events: a parameter and its clause.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Description">What it compares with, for the API's description.</param>
/// <param name="Read">Makes a value what is stored; null if it is none.</param>
/// <param name="Branches">The clause when this filter drives the query; no row may be in two branches.</param>
/// <param name="Restrict">
/// The clause when another filter drives it. Its columns are concatenated with an empty text, so that no planner takes their
/// index instead, which would give the rows in another order or nearly all of them.
/// </param>
internal sealed record EventFilter(string Name, string Description, ReadValue<string> Read, Branches Branches, Restriction Restrict);
