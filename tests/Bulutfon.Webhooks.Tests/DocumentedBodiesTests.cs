using System.Text.Json;

namespace Bulutfon.Webhooks.Tests;

/// <summary>The two bodies of Bulutfon's first web hook documentation, as JSON and as a form, field by field.</summary>
public sealed class DocumentedBodiesTests
{
    private const string CallInitJson = """
        {"event_type":"call_init","caller":905321110000,"callee":908508850000,"uuid":"d5cd8a6a-2000-11e5-a0f5-2f1b2bd8a2a4",
         "direction":"IN","timestamp":1435762851086820}
        """;

    private const string CallInitForm =
        "event_type=call_init&caller=905321110000&callee=908508850000&uuid=d5cd8a6a-2000-11e5-a0f5-2f1b2bd8a2a4&direction=IN&timestamp=1435762851086820";

    private const string CallHangupJson = """
        {"event_type":"call_hangup","caller":905321110000,"callee":908508850000,"uuid":"d5cd8a6a-2000-11e5-a0f5-2f1b2bd8a2a4",
         "direction":"IN","timestamp":1435762855286302,"hangup_cause":"NORMAL_CLEARING",
         "cdr":{"uuid":"d5cd8a6a-2000-11e5-a0f5-2f1b2bd8a2a4","bf_calltype":"voice","bf_direction":"IN","bf_caller":905321110000,"bf_callee":908508850000,
          "call_time":"2015-07-01T18:00:51+03:00","answer_time":"2015-07-01T18:00:51+03:00","hangup_time":"2015-07-01T18:00:55+03:00",
          "call_record":false,"hangup_cause":"NORMAL_CLEARING","sip_hangup_disposition":"recv_bye",
          "callflow":[
           {"callee":908508850000,"start_time":"2015-07-01T18:00:51+03:00","answer_time":null,"hangup_time":null,"redirection":"REDIRECTED_TO_MENU","redirection_target":99},
           {"callee":99,"start_time":"2015-07-01T18:00:51+03:00","answer_time":"2015-07-01T18:00:51+03:00","hangup_time":"2015-07-01T18:00:55+03:00","redirection":"CONNECTING_TO_MENU"}]}}
        """;

    private const string CallHangupHead =
        "event_type=call_hangup&caller=905321110000&callee=908508850000&uuid=d5cd8a6a-2000-11e5-a0f5-2f1b2bd8a2a4&direction=IN&timestamp=1435762855286302&hangup_cause=NORMAL_CLEARING"
        + "&cdr[uuid]=d5cd8a6a-2000-11e5-a0f5-2f1b2bd8a2a4&cdr[bf_calltype]=voice&cdr[bf_direction]=IN&cdr[bf_caller]=905321110000&cdr[bf_callee]=908508850000"
        + "&cdr[call_time]=2015-07-01T18:00:51%2B03:00&cdr[answer_time]=2015-07-01T18:00:51%2B03:00&cdr[hangup_time]=2015-07-01T18:00:55%2B03:00"
        + "&cdr[call_record]=false&cdr[hangup_cause]=NORMAL_CLEARING&cdr[sip_hangup_disposition]=recv_bye";

    private const string PhpSteps =
        "&cdr[callflow][0][callee]=908508850000&cdr[callflow][0][start_time]=2015-07-01T18:00:51%2B03:00&cdr[callflow][0][redirection]=REDIRECTED_TO_MENU&cdr[callflow][0][redirection_target]=99"
        + "&cdr[callflow][1][callee]=99&cdr[callflow][1][start_time]=2015-07-01T18:00:51%2B03:00&cdr[callflow][1][answer_time]=2015-07-01T18:00:51%2B03:00"
        + "&cdr[callflow][1][hangup_time]=2015-07-01T18:00:55%2B03:00&cdr[callflow][1][redirection]=CONNECTING_TO_MENU";

    private static readonly string[] RackSteps = ["callflow][0]", "callflow][1]"];

    public static TheoryData<string> CallInitBodies => [CallInitJson, CallInitForm];

    public static TheoryData<string> CallHangupBodies =>
    [
        CallHangupJson,
        CallHangupHead + PhpSteps,
        CallHangupHead + RackSteps.Aggregate(PhpSteps, (form, indexed) => form.Replace(indexed, "callflow][]", StringComparison.Ordinal)),
        (CallHangupHead + PhpSteps).Replace("][", ".", StringComparison.Ordinal).Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal),
        CallHangupHead[..CallHangupHead.IndexOf("&cdr", StringComparison.Ordinal)]
            + "&cdr=" + Uri.EscapeDataString(JsonElement.Parse(CallHangupJson).GetProperty("cdr").GetRawText()),
    ];

    [Theory]
    [MemberData(nameof(CallInitBodies))]
    public void Call_init_of_2015_comes_back_equal_in_every_field(string body)
    {
        var result = Parse(body);

        var expected = new CallInit
        {
            Uuid = "d5cd8a6a-2000-11e5-a0f5-2f1b2bd8a2a4",
            Caller = "905321110000",
            Callee = "908508850000",
            Direction = Direction.In,
            Timestamp = 1435762851086820,
        };
        Assert.Equal(expected, Parsing.Event<CallInit>(result));
        Assert.Equal(new DateTimeOffset(2015, 7, 1, 18, 0, 51, TimeSpan.FromHours(3)).AddMicroseconds(86820), result.Event!.OccurredAt);
        Assert.Equal(Parse(CallInitJson).ContentHash, result.ContentHash);
    }

    [Theory]
    [MemberData(nameof(CallHangupBodies))]
    public void Call_hangup_of_2015_comes_back_equal_in_every_field(string body)
    {
        var result = Parse(body);

        var hangup = Parsing.Event<CallHangup>(result);
        var begin = new DateTimeOffset(2015, 7, 1, 18, 0, 51, TimeSpan.FromHours(3));
        var end = begin.AddSeconds(4);
        Assert.Equal(
            new CallHangup
            {
                Uuid = "d5cd8a6a-2000-11e5-a0f5-2f1b2bd8a2a4",
                Caller = "905321110000",
                Callee = "908508850000",
                Direction = Direction.In,
                Timestamp = 1435762855286302,
                HangupCause = HangupCause.NormalClearing,
            },
            hangup with { Cdr = null });
        Assert.Equal(
            new Cdr
            {
                Uuid = "d5cd8a6a-2000-11e5-a0f5-2f1b2bd8a2a4",
                CallType = "voice",
                Direction = Direction.In,
                Caller = "905321110000",
                Callee = "908508850000",
                CallTime = begin,
                AnswerTime = begin,
                HangupTime = end,
                CallRecord = false,
                HangupCause = HangupCause.NormalClearing,
                HangupDisposition = "recv_bye",
            },
            hangup.Cdr! with { CallFlow = null });
        Assert.Equal(
            [
                new CallFlowStep { Callee = "908508850000", StartTime = begin, Redirection = Redirection.RedirectedToMenu, RedirectionTarget = "99" },
                new CallFlowStep { Callee = "99", StartTime = begin, AnswerTime = begin, HangupTime = end, Redirection = Redirection.ConnectingToMenu },
            ],
            hangup.Cdr.CallFlow!);
        Assert.Equal(Parse(CallHangupJson).ContentHash, result.ContentHash);
    }

    private static WebhookParseResult Parse(string body) => body[0] == '{' ? Parsing.Json(body) : Parsing.Form(body);
}
