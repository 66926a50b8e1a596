using System.Text.RegularExpressions;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>Page 1,000 costs what page 1 costs only if every query is a walk along an index in the order of the answer.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private static readonly string[] Filters = ["uuid", "caller", "callee", "destination", "event_type", "hook", "direction"];

    private static readonly string[] Pages = ["", "cursor", "from=2026-01-01&to=2026-02-01", "cursor&from=2026-01-01&to=2026-02-01", "cursor&time_limit=month"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> EveryFilter()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var filter in Filters)
        {
            foreach (var page in Pages)
            {
                data.Add(filter, "asc", page);
                data.Add(filter, "desc", page);
            }
        }

        return data;
    }

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
    [MemberData(nameof(EveryFilter))]
    public void One_value_is_one_walk_along_its_index(string filter, string order, string page)
    {
        var plan = PlanByFilter($"{filter}=1", order, page);

        AssertWalk(Assert.Single(plan), filter, page);
    }

    [Theory]
    [MemberData(nameof(EveryFilter))]
    public void A_list_is_one_walk_for_each_value_and_a_merge_of_their_pages(string filter, string order, string page)
    {
        var plan = PlanByFilter($"{filter}=1,2,3", order, page);

        AssertWalks(plan, page, filter, filter, filter);
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public void A_number_on_either_side_is_a_walk_for_each_side(string order, string page)
    {
        AssertWalks(PlanByFilter("caller_or_callee=1", order, page), page, "caller", "callee");
        AssertWalks(PlanByFilter("caller_or_callee=1,2", order, page), page, "caller", "caller", "callee", "callee");
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public void Of_several_filters_the_most_selective_is_walked(string order, string page)
    {
        var all = string.Join('&', Filters.Select(filter => $"{filter}=1,2").Append("caller_or_callee=1,2"));

        AssertWalks(PlanByFilter(all, order, page), page, "uuid", "uuid");
        AssertWalk(Assert.Single(PlanByFilter("direction=IN&hook=default&event_type=call_init&callee=1", order, page)), "callee", page);
        AssertWalk(Assert.Single(PlanByFilter("direction=IN&hook=default,other", order, page).Skip(3)), "hook", page);
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public void A_list_by_time_alone_walks_the_journals_own_index(string order, string page)
    {
        using var context = SqliteJournalContext.Open($"Data Source={_folder.File("journal.db")};Pooling=False");
        context.Database.EnsureCreated();

        var plan = Plan(EventKeys.ByTime(context, Read("", order, page)));

        // Events of the same microsecond are few: only they are put in the order of their ids.
        Assert.Matches("^(SCAN|SEARCH) j USING COVERING INDEX ux_journal_identity", plan[0].Detail);
        Assert.True(page.Length == 0 || plan[0].Detail.StartsWith("SEARCH", StringComparison.Ordinal), plan[0].Detail);
        Assert.Equal("USE TEMP B-TREE FOR LAST TERM OF ORDER BY", Assert.Single(plan.Skip(1)).Detail);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertWalks(List<Step> plan, string page, params string[] columns)
    {
        var walks = plan.Where(step => step.Detail.Contains("INDEX", StringComparison.Ordinal)).ToList();
        Assert.Equal(columns.Length, walks.Count);
        foreach (var (walk, column) in walks.Zip(columns))
        {
            AssertWalk(walk, column, page);
        }

        // Beside the walks there is the merge of their pages. What it sorts are pages, never a walk, and nothing else reads the table.
        Assert.All(plan.Except(walks), step => Assert.Matches(
            @"^(CO-ROUTINE \S+|COMPOUND QUERY|LEFT-MOST SUBQUERY|UNION ALL|MERGE \(UNION ALL\)|LEFT|RIGHT|SCAN (u|s)\d*|SCAN \(subquery-\d+\)|USE TEMP B-TREE FOR ORDER BY)$", step.Detail));
        var sorts = plan.Where(step => step.Detail.StartsWith("USE TEMP", StringComparison.Ordinal));
        Assert.DoesNotContain(walks, walk => sorts.Any(sort => sort.Parent == walk.Parent));
    }

    private static void AssertWalk(Step walk, string column, string page)
    {
        var bounds = page.Length == 0 ? "" : @" AND timestamp[<>]\?( AND timestamp<\?)?";
        Assert.Matches(new Regex($@"^SEARCH \S+ USING (COVERING )?INDEX ix_search_{column} \({column}=\?{bounds}\)$", RegexOptions.None, TimeSpan.FromSeconds(1)), walk.Detail);
    }

    private static EventQuery Read(string filters, string order, string page)
    {
        // A cursor belongs to the list that gave it, so the list is read twice.
        var text = $"{filters}&order={order}&{page.Replace("cursor&", "", StringComparison.Ordinal).Replace("cursor", "", StringComparison.Ordinal)}";
        var query = Parse(text);
        return page.StartsWith("cursor", StringComparison.Ordinal) ? Parse($"{text}&cursor={query.CursorBehind(new EventKey { Timestamp = 1, Id = 1 })}") : query;
    }

    private static EventQuery Parse(string text)
    {
        var (query, problem) = EventQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(text)), TimeZoneInfo.Utc, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Null(problem);
        return query;
    }

    private static List<Step> Plan(IQueryable<EventKey> query)
    {
        using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        command.Connection!.Open();
        using var reader = command.ExecuteReader();
        var steps = new List<Step>();
        while (reader.Read())
        {
            steps.Add(new Step(reader.GetInt32(1), reader.GetString(3)));
        }

        return steps;
    }

    private List<Step> PlanByFilter(string filters, string order, string page)
    {
        using var context = new SqliteProjectionContext(
            new DbContextOptionsBuilder<SqliteProjectionContext>().UseSqlite($"Data Source={_folder.File("read.db")};Pooling=False").Options);
        context.Database.EnsureCreated();
        return Plan(EventKeys.ByFilter(context, Read(filters, order, page)));
    }

    private sealed record Step(int Parent, string Detail);
}
