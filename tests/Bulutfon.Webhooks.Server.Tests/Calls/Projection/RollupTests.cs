using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using CsCheck;

namespace Bulutfon.Webhooks.Server.Tests.Calls.Projection;

/// <summary>The roll-ups that are kept up to date, against those that the final calls give.</summary>
public class RollupTests
{
    private protected virtual int Samples => 60;

    private protected virtual CallStore NewStore() => new();

    [SkippableFact]
    public void Any_order_split_and_restart_gives_the_figures_of_the_final_calls() =>
        Gen.Select(GeneratedJournals.Of(calls: 10, eventsEach: 5), Gen.Int).Sample(
            (events, seed) =>
            {
                var random = new Random(seed);
                var shuffled = events.ToArray();
                random.Shuffle(shuffled);
                using var incremental = NewStore();
                foreach (var batch in GeneratedJournals.Split(shuffled, random))
                {
                    incremental.Apply(batch);
                    if (random.Next(4) == 0)
                    {
                        incremental.Reopen();
                    }
                }

                using var rebuilt = NewStore();
                rebuilt.Apply(events);

                Assert.Equal(rebuilt.RollupRows(), incremental.RollupRows());
                Assert.Equal(Expected(events), Read(incremental, From(events), To(events)));
                Assert.Equal(ExpectedNumbers(events), Numbers(incremental, From(events), To(events)));
            },
            iter: Samples,
            threads: 1);

    [SkippableFact]
    public void Events_that_come_again_change_nothing()
    {
        var events = new[] { Committed(1, 1_000, new CallInit { Uuid = "a", Caller = "905321110000", Direction = Direction.In }), Committed(2, 9_000, new MissingCall { Uuid = "a" }) };
        using var store = NewStore();
        store.Apply(events);
        var before = (store.RollupRows(), Numbers(store, 0, 1));

        store.Apply(events);

        Assert.Equal(before.Item1, store.RollupRows());
        Assert.Equal(before.Item2, Numbers(store, 0, 1));
        Assert.Equal([("905321110000", 1, 1)], before.Item2);
    }

    [SkippableFact]
    public void A_call_that_turns_out_to_have_begun_earlier_leaves_its_old_quarter_hour()
    {
        using var store = NewStore();
        store.Apply([Committed(1, QuarterHour.Start(40), new CallHangup { Uuid = "a" })]);

        store.Apply([Committed(2, QuarterHour.Start(-1), new CallInit { Uuid = "a" })]);

        Assert.All(Read(store, -100, 100), row => Assert.Contains(" -1 ", row, StringComparison.Ordinal));
        Assert.NotEmpty(store.RollupRows());
    }

    [SkippableFact]
    public void Ten_thousand_calls_of_one_number_are_counted()
    {
        using var store = NewStore();
        var events = Enumerable.Range(1, 10_000).Select(id => Committed(id, id, new CallInit { Uuid = $"call-{id}", Caller = "905321110000", Direction = Direction.In })).ToArray();

        store.Apply(events[..9_000]);
        store.Apply(events[9_000..]);

        Assert.Equal([("905321110000", 10_000, 0)], Numbers(store, 0, 1));
    }

    [SkippableFact]
    public void Damaged_figures_make_the_file_anew()
    {
        using var store = NewStore();
        store.Apply([Committed(1, 1_000, new CallInit { Uuid = "a" })]);
        store.Execute("UPDATE rollups SET figures = x'FF'", postgreSql: "UPDATE rollups SET figures = '\\xFF'");

        Assert.Throws<InvalidDataException>(() => store.Apply([Committed(2, 2_000, new CallInit { Uuid = "b" })]));
        store.OpenAgain();

        Assert.Equal(0, store.Cursor);
    }

    private static IReadOnlyList<CallContribution> Calls(CommittedEvent[] events) =>
        [.. events.GroupBy(each => each.Event!.Uuid, StringComparer.Ordinal).Select(call => CallContribution.Of(call.Select(CallState.Of).Aggregate(CallState.Merge)))];

    private static IReadOnlyList<string> Expected(CommittedEvent[] events)
    {
        var figures = new Dictionary<(RollupKey, long), CallFigures>();
        foreach (var call in Calls(events))
        {
            foreach (var key in call.Keys)
            {
                var place = (key, QuarterHour.Of(call.StartedAt));
                figures.TryAdd(place, new CallFigures());
                figures[place].Add(call, 1);
            }
        }

        return Texts(figures);
    }

    private static IReadOnlyList<(string, int, int)> ExpectedNumbers(CommittedEvent[] events) =>
    [
        .. Calls(events).Where(call => call.Number is not null).GroupBy(call => call.Number!, StringComparer.Ordinal)
            .Select(calls => (calls.Key, calls.Count(), calls.Count(call => call.IsMissed))).Order(),
    ];

    private static IReadOnlyList<string> Read(CallStore store, long from, long to)
    {
        var figures = new Dictionary<(RollupKey, long), CallFigures>();
        store.Read(rollups =>
        {
            foreach (var kind in Enum.GetValues<RollupKind>())
            {
                rollups.AddFigures(kind, from, to, (key, quarter, _, _) => figures[(key, quarter)] = new CallFigures());
            }
        });
        return Texts(figures);
    }

    private static IReadOnlyList<(string, int, int)> Numbers(CallStore store, long from, long to)
    {
        var numbers = new Dictionary<string, (int Calls, int Missed)>(StringComparer.Ordinal);
        store.Read(rollups => rollups.ReadNumbers(from, to, (number, calls, missed) =>
        {
            var digits = NumberCount.KeyOf(number.Code);
            var count = numbers.GetValueOrDefault(digits);
            numbers[digits] = (count.Calls + calls, count.Missed + missed);
        }));
        return [.. numbers.Where(number => number.Value != (0, 0)).Select(number => (number.Key, number.Value.Calls, number.Value.Missed)).Order()];
    }

    private static IReadOnlyList<string> Texts(Dictionary<(RollupKey Key, long Quarter), CallFigures> figures) =>
    [
        .. figures.Select(each => $"{each.Key.Key.Kind} {each.Key.Key.Value} {each.Key.Key.Direction} {each.Key.Quarter} {Convert.ToHexString(CallFiguresFormat.Merge([], [new(0, each.Value)]))}")
            .Order(StringComparer.Ordinal),
    ];

    private static long From(CommittedEvent[] events) => Calls(events).Min(call => QuarterHour.Of(call.StartedAt));

    private static long To(CommittedEvent[] events) => Calls(events).Max(call => QuarterHour.Of(call.StartedAt)) + 1;

    private static CommittedEvent Committed(long id, long timestamp, WebhookEvent webhookEvent) => new(id, "default", timestamp, timestamp, webhookEvent);
}
