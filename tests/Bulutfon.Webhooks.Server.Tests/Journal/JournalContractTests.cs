using System.Text;
using Bulutfon.Webhooks.Server.Journal;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Tests.Journal;

/// <summary>What every storage provider promises; each inherits these tests.</summary>
public abstract class JournalContractTests : IAsyncLifetime
{
    private IOpenJournal _open = null!;

    internal IJournal Journal => _open.Journal;

    public Task InitializeAsync()
    {
        _open = OpenNew();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _open.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A journal with nothing in it.</summary>
    private protected abstract IOpenJournal OpenNew(int queueCapacity = 10_000, int maxRejections = 100);

    [SkippableFact]
    public async Task Sequences_begin_at_one_and_follow_each_other()
    {
        var first = await Journal.AppendAsync(TestEvents.CallInit("a"));
        var second = await Journal.AppendAsync(TestEvents.CallInit("b"));

        Assert.Equal(new Appended(1, false), first);
        Assert.Equal(new Appended(2, false), second);
        Assert.Equal(2, Journal.LastSequence);
    }

    [SkippableFact]
    public async Task Row_keeps_the_body_byte_by_byte()
    {
        var body = "event_type=call_init&uuid=a&timestamp=1435762851086820&x=%FF%zz+";

        await Journal.AppendAsync(TestEvents.Form(body, hook: "branch"));

        await using var context = Journal.OpenContext();
        var row = await context.Journal.SingleAsync();
        Assert.Equal(Encoding.UTF8.GetBytes(body), row.Body);
        Assert.Equal("application/x-www-form-urlencoded", row.ContentType);
        Assert.Equal("branch", row.Hook);
        Assert.Equal(TestEvents.Arrival, row.ReceivedAt);
        Assert.Equal(1_435_762_851_086_820, row.Timestamp);
        Assert.Equal(1, row.DeliveryCount);
        Assert.Equal("", row.Destination);
    }

    [SkippableFact]
    public async Task The_same_event_again_is_the_first_one_delivered_twice_also_as_a_form()
    {
        var first = await Journal.AppendAsync(TestEvents.Json("""{"event_type":"call_init_menu","uuid":"a","timestamp":1435762851086820,"destination":10}"""));

        var again = await Journal.AppendAsync(TestEvents.Form("destination=10&timestamp=1435762851086820&uuid=a&event_type=call_init_menu&caller="));
        var alias = await Journal.AppendAsync(TestEvents.Form("destination=10&timestamp=1435762851086820&uuid=a&event_type=call_init_manu"));

        Assert.Equal(first with { Duplicate = true }, again);
        Assert.Equal(first with { Duplicate = true }, alias);
        await using var context = Journal.OpenContext();
        Assert.Equal(3, (await context.Journal.SingleAsync()).DeliveryCount);
    }

    [SkippableTheory]
    [InlineData("""{"event_type":"call_init","uuid":"b","timestamp":1,"destination":"10"}""")]
    [InlineData("""{"event_type":"call_hangup","uuid":"a","timestamp":1,"destination":"10"}""")]
    [InlineData("""{"event_type":"call_init","uuid":"a","timestamp":2,"destination":"10"}""")]
    [InlineData("""{"event_type":"call_init","uuid":"a","timestamp":1,"destination":"11"}""")]
    [InlineData("""{"event_type":"call_init","uuid":"a","timestamp":1,"destination":"10","caller":"1"}""")]
    [InlineData("""{"event_type":"call_init","uuid":"a","timestamp":1,"destination":"10","unheard_of":"1"}""")]
    public async Task Another_identity_or_content_is_another_event(string other)
    {
        await Journal.AppendAsync(TestEvents.Json("""{"event_type":"call_init","uuid":"a","timestamp":1,"destination":"10"}"""));

        var appended = await Journal.AppendAsync(TestEvents.Json(other));

        Assert.Equal(new Appended(2, false), appended);
    }

    [SkippableFact]
    public async Task Event_without_a_time_takes_its_arrival_time_and_is_never_a_duplicate()
    {
        const string Body = """{"event_type":"call_init","uuid":"a"}""";

        var first = await Journal.AppendAsync(TestEvents.Json(Body));
        var second = await Journal.AppendAsync(TestEvents.Json(Body));

        Assert.False(first.Duplicate || second.Duplicate);
        var events = await Journal.ReadAfterAsync(0, 10, default);
        Assert.All(events, committed => Assert.Equal(TestEvents.Arrival, committed.Timestamp));
        Assert.All(events, committed => Assert.Equal(TestEvents.Arrival, committed.Event!.Timestamp));
    }

    [SkippableFact]
    public async Task Same_events_from_many_clients_at_once_are_stored_once_each()
    {
        const int Events = 100;
        const int Deliveries = 4;

        var appended = await Task.WhenAll(Enumerable.Range(0, Events * Deliveries)
            .Select(each => Task.Run(async () => await Journal.AppendAsync(TestEvents.CallInit($"call-{each % Events}")))));

        Assert.Equal(Events, appended.Select(each => each.Id).Distinct().Count());
        Assert.Equal(Events, appended.Count(each => !each.Duplicate));
        Assert.Equal(Events, Journal.LastSequence);
        await using var context = Journal.OpenContext();
        Assert.Equal([Deliveries], await context.Journal.Select(row => row.DeliveryCount).Distinct().ToListAsync());
    }

    [SkippableFact]
    public async Task Followers_read_in_order_from_where_they_are()
    {
        for (var i = 0; i < 10; i++)
        {
            await Journal.AppendAsync(TestEvents.CallInit($"call-{i}"));
        }

        var page = await Journal.ReadAfterAsync(3, 4, default);

        Assert.Equal([4, 5, 6, 7], page.Select(committed => committed.Id));
        Assert.Equal("call-3", page[0].Event!.Uuid);
        Assert.Empty(await Journal.ReadAfterAsync(10, 4, default));
    }

    [SkippableFact]
    public async Task Followers_read_what_was_there_before_the_start()
    {
        await Journal.AppendAsync(TestEvents.Json("""{"event_type":"call_init","uuid":"a","timestamp":1435762851086820,"caller":905321110000}""", hook: "branch"));
        var before = Assert.Single(await Journal.ReadAfterAsync(0, 10, default));

        _open.Reopen();

        Assert.Equal(1, Journal.LastSequence);
        var after = Assert.Single(await Journal.ReadAfterAsync(0, 10, default));
        Assert.Equal(before, after);
        Assert.Equal(new Appended(2, false), await Journal.AppendAsync(TestEvents.CallInit("b")));
    }

    [SkippableFact]
    public async Task Waiting_ends_with_the_next_commit()
    {
        await Journal.AppendAsync(TestEvents.CallInit("a"));
        var waiting = Journal.WaitForCommitAsync(1, default);
        Assert.False(waiting.IsCompleted);

        await Journal.AppendAsync(TestEvents.CallInit("b"));

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(Journal.WaitForCommitAsync(1, default).IsCompletedSuccessfully);
    }

    [SkippableFact]
    public async Task Waiting_can_be_given_up()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = Journal.WaitForCommitAsync(0, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [SkippableFact]
    public async Task Duplicates_wake_no_follower()
    {
        await Journal.AppendAsync(TestEvents.CallInit("a"));
        await Journal.AppendAsync(TestEvents.CallInit("a"));

        Assert.Equal(1, Journal.LastSequence);
        Assert.Single(await Journal.ReadAfterAsync(0, 10, default));
    }

    [SkippableFact]
    public async Task Rejection_is_kept_with_its_reason_and_body()
    {
        var kept = await Journal.RejectAsync(TestEvents.Rejection("not json"));

        await using var context = Journal.OpenContext();
        var row = await context.Rejections.SingleAsync();
        Assert.Equal(kept.Id, row.Id);
        Assert.Equal("not_json", row.Code);
        Assert.Equal("not json"u8.ToArray(), row.Body);
        Assert.Equal(0, Journal.LastSequence);
    }

    [SkippableFact]
    public async Task Oldest_rejections_make_room()
    {
        _open.Dispose();
        _open = OpenNew(maxRejections: 3);

        for (var i = 0; i < 5; i++)
        {
            await Journal.RejectAsync(TestEvents.Rejection($"body {i}"));
        }

        await using var context = Journal.OpenContext();
        var bodies = await context.Rejections.OrderBy(row => row.Id).Select(row => row.Body).ToListAsync();
        Assert.Equal(["body 2", "body 3", "body 4"], bodies.Select(Encoding.UTF8.GetString));
    }

    [SkippableFact]
    public async Task No_rejection_is_kept_when_none_shall_be()
    {
        _open.Dispose();
        _open = OpenNew(maxRejections: 0);

        var kept = await Journal.RejectAsync(TestEvents.Rejection());

        Assert.Equal(0, kept.Id);
        await using var context = Journal.OpenContext();
        Assert.Empty(context.Rejections);
    }

    [SkippableFact]
    public async Task Retried_rejection_knows_the_event_that_it_became()
    {
        var rejection = await Journal.RejectAsync(TestEvents.Rejection());

        var appended = await Journal.AppendRetriedAsync(rejection.Id, TestEvents.CallInit("a"));

        await using var context = Journal.OpenContext();
        Assert.Equal(appended.Id, (await context.Rejections.SingleAsync()).EventId);
    }

    [SkippableFact]
    public async Task Closing_commits_what_was_accepted()
    {
        var pending = Enumerable.Range(0, 500).Select(i => Journal.AppendAsync(TestEvents.CallInit($"call-{i}")).AsTask()).ToList();

        _open.Reopen();

        var appended = await Task.WhenAll(pending);
        Assert.Equal(500, appended.Length);
        Assert.Equal(500, Journal.LastSequence);
    }
}

/// <summary>A journal that a test opened.</summary>
internal interface IOpenJournal : IDisposable
{
    IJournal Journal { get; }

    /// <summary>Closes it and opens it again, as a restart does.</summary>
    void Reopen();
}
