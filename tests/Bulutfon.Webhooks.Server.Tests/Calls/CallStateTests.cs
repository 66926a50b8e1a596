using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Tests.Corpus;

namespace Bulutfon.Webhooks.Server.Tests.Calls;

public sealed class CallStateTests
{
    private const long Start = 1_614_261_547_000_000;
    private const int FewKibibytes = 8 * 1024;

    [Fact]
    public void A_hundred_thousand_hostile_events_of_one_call_stay_a_few_kibibytes()
    {
        CallState? state = null;
        for (var i = 0; i < 100_000; i++)
        {
            var next = CallState.Of(Hostile(i));
            state = state is null ? next : CallState.Merge(state, next);
        }

        Assert.InRange(state!.Serialize().Length, 1, FewKibibytes);
        Assert.Equal(Arrivals.Limit, state.Arrivals.Length);
        Assert.Equal(state.Serialize(), CallState.Deserialize(state.Uuid, state.Serialize()).Serialize());
    }

    [Fact]
    public void Of_more_arrivals_than_are_kept_the_first_and_the_last_remain()
    {
        var state = Enumerable.Range(0, 1_000)
            .Select(i => CallState.Of(Committed(i + 1, new CallInitExtension { Uuid = "u", Destination = $"{i}" })))
            .Reverse()
            .Aggregate(CallState.Merge);

        Assert.Equal(["0", "1", "992", "999"], new[] { 0, 1, 8, 15 }.Select(i => state.Arrivals[i].Destination));
    }

    [Fact]
    public void Of_more_steps_than_are_kept_the_answered_one_remains()
    {
        var steps = Enumerable.Range(0, 100).Select(i => new CallFlowStep
        {
            Callee = $"{1000 + i}",
            Redirection = Redirection.ConnectingToExtension,
            AnswerTime = i == 50 ? UnixTime.ToTime(Start) : null,
        });
        var state = CallState.Of(Committed(1, new CallHangup { Uuid = "u", Direction = Direction.In, Cdr = new Cdr { CallFlow = [.. steps] } }));

        var summary = CallSummary.Of(state, Start, new CallsOptions());

        Assert.Equal((CallOutcome.Answered, "1050"), (summary.Outcome, summary.AnsweredBy));
    }

    [Fact]
    public void Texts_are_cut_between_characters_and_links_are_whole_or_gone()
    {
        var state = CallState.Of(Committed(1, new CallHangup
        {
            Uuid = "u",
            Caller = string.Concat(Enumerable.Repeat("😀", 20)),
            CdrUrl = "https://oim.bulutfon.com/" + new string('a', 300),
            CdrApiUrl = "https://api.bulutfon.com/v2/cdr/u",
        }));

        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 8)), state.Hangup!.Parties.Caller);
        Assert.Equal((null, "https://api.bulutfon.com/v2/cdr/u"), (state.Hangup.CdrUrl, state.Hangup.CdrApiUrl));
    }

    [Fact]
    public void Merge_of_two_calls_is_refused()
    {
        var (one, other) = (CallState.Of(Committed(1, new CallInit { Uuid = "u" })), CallState.Of(Committed(2, new CallInit { Uuid = "v" })));

        Assert.Throws<ArgumentException>(() => CallState.Merge(one, other));
    }

    [Fact]
    public void Of_an_event_that_can_no_longer_be_read_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => CallState.Of(new CommittedEvent(1, "default", Start, Start, Event: null)));

    [Fact]
    public void Bytes_of_another_version_are_refused_by_name()
    {
        var bytes = CallState.Of(Committed(1, new CallInit { Uuid = "u" })).Serialize();
        bytes[0] = CallStateFormat.Version + 1;

        var exception = Assert.Throws<InvalidDataException>(() => CallState.Deserialize("u", bytes));

        Assert.Contains($"version {CallStateFormat.Version + 1}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_event_of_the_corpus_is_a_call_whose_bytes_read_back()
    {
        var states = AcceptedCorpus()
            .Select((each, index) => (Event: each, State: CallState.Of(Committed(index + 1, each))))
            .ToList();

        Assert.InRange(states.Count, 200, int.MaxValue);
        Assert.All(states, each => Assert.Equal(each.State.Serialize(), CallState.Deserialize(each.Event.Uuid, each.State.Serialize()).Serialize()));
    }

    [Fact]
    public void A_body_of_the_corpus_is_the_same_call_in_every_encoding()
    {
        var byShape = CorpusCase.Ids.Where(id => id.Contains("--", StringComparison.Ordinal)).Select(CorpusCase.Get)
            .Where(each => each.Lossy.Count == 0 && each.Outcome == "accepted")
            .GroupBy(each => each.Shape);

        Assert.All(byShape, shape =>
        {
            var events = shape.Select(each => WebhookEventParser.Parse(each.Body, each.ContentType).Event!).ToList();
            var summaries = events.Select(each => CallSummary.Of(CallState.Of(Committed(1, each)), Start, new CallsOptions()));
            Assert.Single(summaries.Select(summary => (summary.Outcome, summary.Reason.Code, summary.AnsweredBy, summary.WaitSeconds, summary.TalkSeconds, string.Join(',', summary.Path))).Distinct());
        });
    }

    [Fact]
    public void Events_of_the_corpus_that_were_one_call_give_the_same_call_in_any_order()
    {
        var states = AcceptedCorpus()
            .Select((each, index) => CallState.Of(Committed(index + 1, each)) with { Uuid = "u" })
            .ToArray();
        var expected = states.Aggregate(CallState.Merge).Serialize();
        var random = new Random(20_210_225);

        for (var i = 0; i < 100; i++)
        {
            random.Shuffle(states);
            var split = random.Next(1, states.Length);
            Assert.Equal(expected, CallState.Merge(states[..split].Aggregate(CallState.Merge), states[(split / 2)..].Aggregate(CallState.Merge)).Serialize());
        }
    }

    private static IEnumerable<WebhookEvent> AcceptedCorpus() => CorpusCase.Ids.Select(CorpusCase.Get)
        .Where(each => each.Outcome == "accepted")
        .Select(each => WebhookEventParser.Parse(each.Body, each.ContentType).Event!);

    private static CommittedEvent Committed(long id, WebhookEvent webhookEvent) =>
        new(id, "default", Start + id, webhookEvent.Timestamp ?? Start + id, webhookEvent);

    private static CommittedEvent Hostile(int i)
    {
        var text = new string('ğ', 1_000 + (i % 7));
        return Committed(i + 1, (i % 5) switch
        {
            0 => new CallInitMenu { Uuid = "u", Caller = text, Callee = text, Direction = new Direction(text), Destination = $"{i}{text}" },
            1 => new CallHangup { Uuid = "u", Caller = text, HangupCause = new HangupCause(text), HangupDetail = text, ResultDisposition = text, CdrUrl = text, AdditionalData = text },
            2 => new MissingCall { Uuid = "u", Caller = text, Callee = $"{i}{text}", HangupCause = new HangupCause(text), AdditionalData = text },
            3 => new CallHangup { Uuid = "u", CdrUrl = text[..120], AdditionalData = text, Cdr = new Cdr { Caller = text, CallFlow = [.. Enumerable.Range(0, 30).Select(n => HostileStep(text, n))] } },
            _ => new UnknownEvent(new EventType(text)) { Uuid = "u", Caller = text },
        });
    }

    private static CallFlowStep HostileStep(string text, int n) => new()
    {
        Callee = $"{n}{text}",
        Redirection = Redirection.ConnectingToGroup,
        RedirectionTarget = text,
        Origination = [new Origination { Destination = text, Result = OriginationResult.Answered }, new Origination { Destination = text }],
    };
}
