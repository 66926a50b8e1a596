using System.Text.Json;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using CsCheck;

namespace Bulutfon.Webhooks.Server.Tests.Calls;

public sealed class CallStatePropertyTests
{
    private const long Now = 1_614_261_600_000_000;

    [Fact]
    public void Any_order_of_the_same_events_gives_the_same_call() => GeneratedCalls.Of(atMost: 5).Sample(
        events =>
        {
            var expected = InOrder(events);
            foreach (var order in Permutations.Of(events))
            {
                AssertSame(expected, InOrder(order));
            }
        },
        iter: 500);

    [Fact]
    public void Any_repetition_and_split_into_merges_gives_the_same_call() => Gen.Select(GeneratedCalls.Of(atMost: 40), Gen.Int).Sample(
        (events, seed) => AssertSame(InOrder(events), Merged(events, new Random(seed))),
        iter: 3_000);

    [Fact]
    public void Merge_is_commutative_associative_and_idempotent() =>
        Gen.Select(GeneratedCalls.Of(atMost: 20), GeneratedCalls.Of(atMost: 20), GeneratedCalls.Of(atMost: 20)).Sample(
            (first, second, third) =>
            {
                var (a, b, c) = (InOrder(first), InOrder(Renumbered(second, 100)), InOrder(Renumbered(third, 200)));

                AssertSame(CallState.Merge(a, b), CallState.Merge(b, a));
                AssertSame(CallState.Merge(a, CallState.Merge(b, c)), CallState.Merge(CallState.Merge(a, b), c));
                AssertSame(a, CallState.Merge(a, InOrder(first)));
                AssertSame(CallState.Merge(a, b), CallState.Merge(CallState.Merge(a, b), b));
            },
            iter: 1_000);

    [Fact]
    public void State_reads_back_from_its_bytes_as_itself() => GeneratedCalls.Of(atMost: 40).Sample(
        events =>
        {
            var state = InOrder(events);

            AssertSame(state, CallState.Deserialize(GeneratedCalls.Uuid, state.Serialize()));
        },
        iter: 3_000);

    [Fact]
    public void Summary_is_whole_and_plausible_whatever_was_sent() => GeneratedCalls.Of(atMost: 12).Sample(
        events =>
        {
            var summary = CallSummary.Of(InOrder(events), Now, new CallsOptions());
            var timeline = CallTimeline.Of(events, summary);

            Assert.False(summary is { WaitSeconds: < 0 } or { TalkSeconds: < 0 } or { MenuSeconds: < 0 });
            Assert.Equal(summary.Outcome == CallOutcome.Answered, summary.Reason.Code is "leg_picked_up" or "connected_and_answered" or "far_end_answered" or "result_success");
            Assert.True(summary.Outcome == CallOutcome.Answered || (summary.AnsweredAt is null && summary.AnsweredBy is null));
            Assert.True(summary.Outcome is CallOutcome.Missed or CallOutcome.Fax || !events.Any(each => each.Event is MissingCall));
            Assert.All(timeline.Steps, step => Assert.Contains(events, each => each.Id == step.EventId));
            Assert.True(summary.DecidingEventId is null || events.Any(each => each.Id == summary.DecidingEventId));
        },
        iter: 3_000);

    [Fact]
    public void Damaged_bytes_are_refused_and_never_read_as_something_else() => Gen.Select(GeneratedCalls.Of(atMost: 10), Gen.Int[0, int.MaxValue], Gen.Byte).Sample(
        (events, at, value) =>
        {
            var bytes = InOrder(events).Serialize();
            bytes[at % bytes.Length] = value;

            try
            {
                CallState.Deserialize(GeneratedCalls.Uuid, bytes);
            }
            catch (InvalidDataException)
            {
                // The one exception that it may be; any other fails the test.
            }

            Assert.Throws<InvalidDataException>(() => CallState.Deserialize(GeneratedCalls.Uuid, bytes.AsSpan(0, at % bytes.Length)));
        },
        iter: 3_000);

    private static CallState InOrder(IEnumerable<CommittedEvent> events) => events.Select(CallState.Of).Aggregate(CallState.Merge);

    private static CommittedEvent[] Renumbered(IEnumerable<CommittedEvent> events, long from) => [.. events.Select(each => each with { Id = from + each.Id })];

    /// <summary>Some events twice, merged by twos in any order, and through bytes now and then, as commits and restarts would.</summary>
    private static CallState Merged(CommittedEvent[] events, Random random)
    {
        var states = events.Concat(events.Where(_ => random.Next(3) == 0)).Select(CallState.Of).ToList();
        while (states.Count > 1)
        {
            var one = Take(states, random);
            var other = Take(states, random);
            var merged = CallState.Merge(one, other);
            states.Add(random.Next(3) == 0 ? CallState.Deserialize(merged.Uuid, merged.Serialize()) : merged);
        }

        return states[0];
    }

    private static CallState Take(List<CallState> states, Random random)
    {
        var index = random.Next(states.Count);
        var state = states[index];
        states.RemoveAt(index);
        return state;
    }

    private static void AssertSame(CallState expected, CallState actual)
    {
        Assert.Equal(expected.Serialize(), actual.Serialize());
        Assert.Equal(Summary(expected), Summary(actual));
    }

    private static string Summary(CallState state) => JsonSerializer.Serialize(CallSummary.Of(state, Now, new CallsOptions()));
}
