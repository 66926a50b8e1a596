using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>Page 1,000 costs what page 1 costs only if every query is a walk along an index in the order of the answer.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private static readonly string[] Pages = ["", "cursor", "from=2026-01-01&to=2026-02-01", "cursor&from=2026-01-01&to=2026-02-01", "cursor&time_limit=month"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> EveryPage()
    {
        var data = new TheoryData<string, string>();
        foreach (var page in Pages)
        {
            data.Add("asc", page);
            data.Add("desc", page);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public void A_list_by_time_alone_walks_the_journals_own_index(string order, string page)
    {
        using var context = SqliteJournalContext.Open($"Data Source={_folder.File("journal.db")};Pooling=False");
        context.Database.EnsureCreated();

        var plan = Plan(EventsByTime.Find(context, Read(order, page), limit: 51));

        // Events of the same microsecond are few: only they are put in the order of their ids.
        Assert.Matches("^(SCAN|SEARCH) j USING COVERING INDEX ux_journal_identity", plan[0]);
        Assert.True(page.Length == 0 || plan[0].StartsWith("SEARCH", StringComparison.Ordinal), plan[0]);
        Assert.Equal("USE TEMP B-TREE FOR LAST TERM OF ORDER BY", Assert.Single(plan.Skip(1)));
    }

    public void Dispose() => _folder.Dispose();

    private static EventQuery Read(string order, string page)
    {
        // A cursor belongs to the list that gave it, so the list is read twice.
        var text = $"order={order}&{page.Replace("cursor&", "", StringComparison.Ordinal).Replace("cursor", "", StringComparison.Ordinal)}";
        var query = Parse(text);
        return page.StartsWith("cursor", StringComparison.Ordinal) ? Parse($"{text}&cursor={query.CursorBehind(new Place(1, 1))}") : query;
    }

    private static EventQuery Parse(string text)
    {
        var (query, problem) = EventQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(text)), TimeZoneInfo.Utc, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Null(problem);
        return query;
    }

    private static List<string> Plan(IQueryable<EventKey> query)
    {
        using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        command.Connection!.Open();
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
