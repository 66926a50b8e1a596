using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections.Search;
using CsCheck;

namespace Bulutfon.Webhooks.Server.Tests.Calls.Projection;

/// <summary>The table of calls and what its rows are found by, against merging all events in memory.</summary>
public class CallProjectionTests
{
    private protected virtual int Samples => 60;

    private protected virtual CallStore NewStore() => new();

    [SkippableFact]
    public void Any_split_into_batches_and_any_restart_gives_the_same_rows_and_answers() =>
        Gen.Select(GeneratedJournals.Of(calls: 12, eventsEach: 5), Gen.Int).Sample(
            (events, seed) =>
            {
                var random = new Random(seed);
                using var incremental = NewStore();
                foreach (var batch in GeneratedJournals.Split(events, random))
                {
                    incremental.Apply(batch);
                    if (random.Next(4) == 0)
                    {
                        incremental.Tidy();
                        incremental.Reopen();
                    }
                }

                using var rebuilt = NewStore();
                rebuilt.Apply(events);

                Assert.Equal(rebuilt.Rows(), incremental.Rows());
                AssertAnswers(events, incremental);
                AssertAnswers(events, rebuilt);
            },
            iter: Samples,
            threads: 1);

    [SkippableFact]
    public void Any_order_of_the_same_events_gives_the_same_calls() =>
        Gen.Select(GeneratedJournals.Of(calls: 8, eventsEach: 5), Gen.Int).Sample(
            (events, seed) =>
            {
                var random = new Random(seed);
                var shuffled = events.ToArray();
                random.Shuffle(shuffled);
                using var store = NewStore();
                foreach (var batch in GeneratedJournals.Split(shuffled, random))
                {
                    store.Apply(batch);
                }

                AssertAnswers(events, store);
            },
            iter: Samples * 2 / 3,
            threads: 1);

    [SkippableFact]
    public void A_call_whose_beginning_becomes_known_later_is_listed_once_at_its_new_place()
    {
        using var store = NewStore();
        var init = Committed(2, 1_000, new CallInit { Uuid = "a", Caller = "905321110000", Direction = Direction.In });

        store.Apply([Committed(1, 5_000, new CallHangup { Uuid = "a", Caller = "905321110000" })]);
        store.Apply([init]);

        var found = store.Find(SearchField.CallAll, CallTerms.Is);
        Assert.Equal(1_000, Assert.Single(found).Place.Timestamp);
        Assert.Single(store.Find(SearchField.CallCaller, "905321110000"));
    }

    [SkippableFact]
    public void A_call_is_open_until_an_event_ends_it_and_leaves_nothing_behind_then()
    {
        using var store = NewStore();
        store.Apply([Committed(1, 1_000, new CallInit { Uuid = "a" }), Committed(2, 1_000, new CallInit { Uuid = "b" })]);
        var before = store.Find(SearchField.CallOpen, CallTerms.Is).Select(found => found.State.Uuid).Order(StringComparer.Ordinal).ToList();

        store.Apply([Committed(3, 3_000, new MissingCall { Uuid = "a" })]);

        Assert.Equal(["a", "b"], before);
        Assert.Equal("b", Assert.Single(store.Find(SearchField.CallOpen, CallTerms.Is)).State.Uuid);
        Assert.Equal("a", Assert.Single(store.Find(SearchField.CallOutcome, "missed")).State.Uuid);
    }

    [SkippableFact]
    public void Two_uuids_of_one_key_would_be_two_calls()
    {
        using var store = NewStore();
        store.Apply([Committed(1, 1_000, new CallInit { Uuid = "a" })]);
        store.Execute("UPDATE calls SET uuid = 'of the same key'", "UPDATE calls SET uuid = 'of the same key'");

        store.Apply([Committed(2, 2_000, new CallInit { Uuid = "a" })]);
        store.Reopen();
        store.Apply([Committed(3, 3_000, new CallInit { Uuid = "a" })]);

        Assert.Equal(2, store.Rows().Count);
        Assert.Equal(3, store.Find(SearchField.CallUuid, "a")[0].State.LastEventId);
    }

    [SkippableFact]
    public void A_damaged_row_makes_the_file_anew()
    {
        using var store = NewStore();
        store.Apply([Committed(1, 1_000, new CallInit { Uuid = "a" })]);
        store.Execute("UPDATE calls SET state = x'FF'", @"UPDATE calls SET state = '\xFF'");

        Assert.Throws<InvalidDataException>(() => store.Apply([Committed(2, 2_000, new CallInit { Uuid = "a" })]));
        store.OpenAgain();

        Assert.Equal(0, store.Cursor);
        Assert.Empty(store.Rows());
    }

    /// <summary>Every value that any call has leads to just the calls that have it.</summary>
    private static void AssertAnswers(CommittedEvent[] events, CallStore store)
    {
        var calls = events.GroupBy(each => each.Event!.Uuid, StringComparer.Ordinal)
            .Select(call => call.Select(CallState.Of).Aggregate(CallState.Merge))
            .Select(state =>
            {
                var terms = new List<CallTerm>();
                return (State: state, ListedAt: CallTerms.Add(state, terms), Terms: terms);
            })
            .ToList();
        foreach (var term in calls.SelectMany(call => call.Terms).Distinct())
        {
            var expected = calls.Where(call => call.Terms.Contains(term)).Select(call => (call.State.Uuid, call.ListedAt, Convert.ToHexString(call.State.Serialize())));
            var found = store.Find(term.Field, term.Value);

            Assert.Equal(expected.Order(), found.Select(each => (each.State.Uuid, each.Place.Timestamp, Convert.ToHexString(each.State.Serialize()))).Order());
            Assert.Equal(found.Select(each => each.Place).Order(PlaceOrder.Descending), found.Select(each => each.Place));
        }
    }

    private static CommittedEvent Committed(long id, long timestamp, WebhookEvent webhookEvent) => new(id, "default", timestamp, timestamp, webhookEvent);
}
