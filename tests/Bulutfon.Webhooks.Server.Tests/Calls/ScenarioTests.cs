using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Tests.Calls;

/// <summary>What really happened in a call: every file of <c>Scenarios</c>, which an operator can read.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_has_the_outcome_that_its_story_tells(string name)
    {
        var scenario = Scenario.Load(name);

        foreach (var call in scenario.Calls)
        {
            var uuid = call.GetProperty("uuid").GetString()!;
            var summary = scenario.Summary(uuid);
            var timeline = CallTimeline.Of(scenario.EventsOf(uuid), summary);
            foreach (var expected in call.EnumerateObject())
            {
                if (expected.NameEquals("explains"))
                {
                    Assert.Contains(expected.Value.GetString()!, timeline.Explanation.English, StringComparison.Ordinal);
                    continue;
                }

                if (expected.NameEquals("explains_tr"))
                {
                    Assert.Contains(expected.Value.GetString()!, timeline.Explanation.Turkish, StringComparison.Ordinal);
                    continue;
                }

                Assert.Equal((expected.Name, Expectation.Expected(expected.Value)), (expected.Name, Expectation.Actual(expected.Name, summary, timeline)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_is_the_same_in_every_order_of_its_events(string name)
    {
        var scenario = Scenario.Load(name);

        foreach (var call in scenario.Calls)
        {
            var states = scenario.EventsOf(call.GetProperty("uuid").GetString()!).Select(CallState.Of).ToArray();
            var expected = states.Aggregate(CallState.Merge).Serialize();
            foreach (var order in Permutations.Of(states))
            {
                Assert.Equal(expected, order.Aggregate(CallState.Merge).Serialize());
                Assert.Equal(expected, order.Reverse().Concat(order).Aggregate((all, next) => CallState.Merge(next, all)).Serialize());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Timeline_names_the_event_of_each_step_and_explains_in_two_languages(string name)
    {
        var scenario = Scenario.Load(name);

        foreach (var call in scenario.Calls)
        {
            var events = scenario.EventsOf(call.GetProperty("uuid").GetString()!);
            var summary = scenario.Summary(call.GetProperty("uuid").GetString()!);
            var timeline = CallTimeline.Of(events, summary);

            Assert.NotEmpty(timeline.Steps);
            Assert.All(timeline.Steps, step => Assert.Contains(events, each => each.Id == step.EventId && each.Event!.EventType.Value == step.EventType));
            Assert.All(timeline.Steps, step => Assert.NotNull(step.StartedAt));
            Assert.StartsWith(summary.ReasonText.English, timeline.Explanation.English, StringComparison.Ordinal);
            Assert.StartsWith(summary.ReasonText.Turkish, timeline.Explanation.Turkish, StringComparison.Ordinal);
            Assert.DoesNotContain('{', timeline.Explanation.English + timeline.Explanation.Turkish);
        }
    }

    [Fact]
    public void Scenarios_are_told_for_people_and_show_every_reason_there_is()
    {
        var scenarios = Scenario.Names.Select(Scenario.Load).ToList();

        Assert.InRange(scenarios.Count, 60, int.MaxValue);
        Assert.All(scenarios, scenario => Assert.True(scenario.Title.Length > 0 && scenario.Story.Length > 0));
        var shown = scenarios.SelectMany(scenario => scenario.Calls).Select(call => call.GetProperty("reason").GetString()).Distinct();
        Assert.Empty(OutcomeReasons.All.Select(reason => reason.Code).Except(shown));
    }
}
