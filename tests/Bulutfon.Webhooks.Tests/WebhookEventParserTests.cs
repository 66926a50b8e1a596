using System.Text;

namespace Bulutfon.Webhooks.Tests;

public sealed class WebhookEventParserTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF \n")]
    public void An_empty_body_is_refused_in_both_formats(string body)
    {
        Assert.Equal(WebhookBodyErrorCodes.Empty, Parsing.Error(Parsing.Json(body)).Code);
        Assert.Equal(WebhookBodyErrorCodes.Empty, Parsing.Error(Parsing.Form(body)).Code);
    }

    [Theory]
    [InlineData("""{"uuid": "u"}""", "field_missing", "$.event_type")]
    [InlineData("""{"event_type": null, "uuid": "u"}""", "field_missing", "$.event_type")]
    [InlineData("""{"event_type": "call_init"}""", "field_missing", "$.uuid")]
    [InlineData("""{"event_type": "call_init", "uuid": "u", "uuid": " "}""", "field_missing", "$.uuid")]
    [InlineData("""{"event_type": [], "uuid": "u"}""", "field_invalid", "$.event_type")]
    [InlineData("""{"event_type": "call_init", "uuid": {}}""", "field_invalid", "$.uuid")]
    [InlineData("""{"event_type": "call_init", "uuid": "u", "timestamp": "today"}""", "field_invalid", "$.timestamp")]
    [InlineData("""{"event_type": "call_init", "uuid": "u", "timestamp": true}""", "field_invalid", "$.timestamp")]
    [InlineData("""{"event_type": "call_init", "uuid": "u", "timestamp": {}}""", "field_invalid", "$.timestamp")]
    public void A_field_that_no_event_can_be_without_is_named(string json, string code, string path)
    {
        var error = Parsing.Error(Parsing.Json(json));

        Assert.Equal(code, error.Code);
        Assert.Equal(path, error.Path);
    }

    [Fact]
    public void Of_a_key_that_occurs_twice_the_last_counts_at_every_level()
    {
        var result = Parsing.JsonWith("""
            "uuid": "first", "uuid": "last", "caller": 1, "caller": 2, "talk_duration": 5, "talk_duration": 6,
            "x": 1, "x": {"y": 1, "y": 2}, "cdr": 1, "cdr": {"uuid": "no"},
            "cdr": {"uuid": "c", "uuid": "d", "direction": "IN", "direction": "OUT", "z": 1, "z": 2,
                "callflow": [], "callflow": [{"callee": 1, "callee": 2, "origination": 0, "origination": [{"result": "A", "result": "B"}]}]}
            """);

        var hangup = Parsing.Event<CallHangup>(result);
        Assert.Equal(("last", "2", 6), (hangup.Uuid, hangup.Caller, hangup.TalkDuration));
        Assert.Equal("""{"y":2}""", Parsing.Additional(result, "x"));
        Assert.Equal(("d", Direction.Out), (hangup.Cdr!.Uuid, hangup.Cdr.Direction));
        Assert.Equal("2", hangup.Cdr.AdditionalProperties!["z"].GetRawText());
        var step = Assert.Single(hangup.Cdr.CallFlow!);
        Assert.Equal("2", step.Callee);
        Assert.Equal("B", Assert.Single(step.Origination!).Result!.Value.Value);
    }

    [Fact]
    public void A_key_that_is_escaped_is_the_same_key()
    {
        var result = Parsing.JsonWith("""  "caller": 1, "c\u0061ller": 2, "x": 1, "\u0078": 2, "\u0061": "a", "\u0062": "b"  """);

        Assert.Equal("2", Parsing.Event<CallHangup>(result).Caller);
        Assert.Equal(["x", "a", "b"], result.Event!.AdditionalProperties!.Keys);
        Assert.Equal("2", Parsing.Additional(result, "x"));
        Assert.Equal("\"a\"", Parsing.Additional(result, "a"));
        Assert.Equal("\"b\"", Parsing.Additional(result, "b"));
    }

    [Fact]
    public void An_alias_in_a_cdr_stands_in_for_a_field_that_is_missing_or_empty()
    {
        var cdr = Parsing.Event<CallHangup>(Parsing.JsonWith("""
            "cdr": {"bf_direction": "", "direction": "OUT", "caller": 1, "callee": 2, "call_flow": [{"callee": 3}], "hangup_state": "send_bye"}
            """)).Cdr!;

        Assert.Equal((Direction.Out, "1", "2", "send_bye"), (cdr.Direction, cdr.Caller, cdr.Callee, cdr.HangupDisposition));
        Assert.Equal("3", Assert.Single(cdr.CallFlow!).Callee);
        Assert.Null(cdr.AdditionalProperties);
    }

    [Fact]
    public void An_alias_beside_the_field_itself_is_kept()
    {
        var cdr = Parsing.Event<CallHangup>(Parsing.JsonWith("""
            "cdr": {"direction": "OUT", "bf_direction": "IN", "callflow": [{"callee": 1}], "call_flow": [{"callee": 2}]}
            """)).Cdr!;

        Assert.Equal(Direction.In, cdr.Direction);
        Assert.Equal("OUT", cdr.AdditionalProperties!["direction"].GetString());
        Assert.Equal("1", Assert.Single(cdr.CallFlow!).Callee);
        Assert.Equal("""[{"callee":2}]""", cdr.AdditionalProperties["call_flow"].GetRawText());
    }

    [Theory]
    [InlineData("caller", """{"a":1}""")]
    [InlineData("direction", """["IN"]""")]
    [InlineData("talk_duration", "\"35 s\"")]
    [InlineData("talk_duration", "3.5")]
    [InlineData("talk_duration", "true")]
    [InlineData("domain_id", "1e99")]
    [InlineData("autodial", "\"maybe\"")]
    [InlineData("additional_data", """{"order":7}""")]
    [InlineData("cdr", "\"none\"")]
    [InlineData("cdr", "\"{broken\"")]
    [InlineData("cdr", "[1]")]
    [InlineData("cdr", "7")]
    public void A_value_of_another_kind_than_documented_is_kept(string name, string value)
    {
        var result = Parsing.JsonWith($"\"{name}\":{value}");

        Assert.Equal(value, Parsing.Additional(result, name));
        Assert.NotEqual(Parsing.JsonWith("\"direction\":null").ContentHash, result.ContentHash);
        AssertReadsBack(result);
    }

    [Theory]
    [InlineData("bf_caller", "[1]")]
    [InlineData("call_time", "\"2015-07-01 18:00:51\"")]
    [InlineData("call_time", "20150701180051")]
    [InlineData("call_record", "\"REMOVED\"")]
    [InlineData("callflow", "\"MENU\"")]
    [InlineData("callflow", """{"callee":1}""")]
    [InlineData("callflow", """[{"callee":1},2]""")]
    public void A_value_of_another_kind_than_documented_is_kept_in_the_cdr(string name, string value)
    {
        var result = Parsing.JsonWith($"\"cdr\":{{\"{name}\":{value}}}");

        Assert.Equal(value, Parsing.Event<CallHangup>(result).Cdr!.AdditionalProperties![name].GetRawText());
        AssertReadsBack(result);
    }

    [Fact]
    public void Nothing_that_was_sent_under_one_of_our_names_is_lost()
    {
        var result = Parsing.JsonWith("""  "timestamp": 1e300, "occurred_at": "soon", "sent_occurred_at": "later"  """);

        Assert.Null(result.Event!.Timestamp);
        Assert.Equal("1e300", Parsing.Additional(result, "sent_timestamp"));
        Assert.Equal("\"soon\"", Parsing.Additional(result, "sent_sent_occurred_at"));
        Assert.Equal("\"later\"", Parsing.Additional(result, "sent_occurred_at"));
        AssertReadsBack(result);
    }

    [Fact]
    public void The_time_that_we_write_beside_the_timestamp_says_nothing_new()
    {
        var result = Parsing.JsonWith("""  "timestamp": 1435762851086820, "occurred_at": "2015-07-01T15:00:51.086820Z"  """);

        Assert.Null(result.Event!.AdditionalProperties);
        Assert.Equal(Parsing.JsonWith("\"timestamp\": 1435762851086820").ContentHash, result.ContentHash);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("99999")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("99999999999")]
    public void A_time_near_the_epoch_reads_back_too(string timestamp) => AssertReadsBack(Parsing.JsonWith($"\"timestamp\": {timestamp}"));

    [Fact]
    public void Documented_fields_of_other_events_are_canonical_in_any_event()
    {
        var result = Parsing.Json("""
            {"event_type": "call_init", "uuid": "u", "talk_duration": "35", "hangup_cause": "USER_BUSY", "cdr": {"caller": "+90 532"}}
            """);

        Assert.Equal("35", Parsing.Additional(result, "talk_duration"));
        Assert.Equal("\"USER_BUSY\"", Parsing.Additional(result, "hangup_cause"));
        Assert.Equal("""{"bf_caller":"90532"}""", Parsing.Additional(result, "cdr"));
        AssertReadsBack(result);
    }

    [Fact]
    public void Texts_of_JSON_count_as_the_levels_that_they_become()
    {
        // The event and its cdr are two levels; the list in the text may have 62 more, and not one level above.
        string Cdr(int levels) => $$"""{"x":{{new string('[', levels)}}{{new string(']', levels)}}}""";

        var deepest = Parsing.FormWith("cdr=" + Uri.EscapeDataString(Cdr(62)));
        var deeper = Parsing.FormWith("cdr=" + Uri.EscapeDataString(Cdr(63)));

        Assert.NotNull(Parsing.Event<CallHangup>(deepest).Cdr);
        AssertReadsBack(deepest);
        Assert.Null(Parsing.Event<CallHangup>(deeper).Cdr);
        AssertReadsBack(deeper);
    }

    [Fact]
    public void Texts_of_JSON_count_their_keys_with_the_body()
    {
        string Cdr(int keys) => "{" + string.Join(',', Enumerable.Range(0, keys).Select(i => $"\"k{i}\":1")) + "}";

        Assert.NotNull(Parsing.Event<CallHangup>(Parsing.FormWith("cdr=" + Cdr(WebhookEventParser.MaxKeys - 3))).Cdr);
        Assert.Null(Parsing.Event<CallHangup>(Parsing.FormWith("cdr=" + Cdr(WebhookEventParser.MaxKeys - 2))).Cdr);
    }

    [Fact]
    public void A_refused_body_leaves_nothing_behind_for_the_next()
    {
        var expected = Parsing.JsonWith("\"x\": 1");
        foreach (var bad in new[] { "{\"x\":[1,{\"y\":\"\\u0041", "{\"x\":\"\\ud800\"}", new string('[', 100), "[1]" })
        {
            Parsing.Error(Parsing.Json(bad));
            Parsing.Error(Parsing.Form("x[y][]=" + bad));

            var result = Parsing.JsonWith("\"x\": 1");

            Assert.Equal(expected.ContentHash, result.ContentHash);
            Assert.Equal(Parsing.Canonical(expected), Parsing.Canonical(result));
        }
    }

    [Fact]
    public void A_body_can_be_parsed_while_another_one_is()
    {
        // A memory whose bytes come from a parse of their own.
        using var memory = new ParsingMemory(Encoding.UTF8.GetBytes("""{"event_type": "call_init", "uuid": "outer", "x": "\u0041"}"""));

        var result = WebhookEventParser.Parse(memory.Memory, WebhookBodyFormat.Json);

        Assert.Equal("outer", Parsing.Event<CallInit>(result).Uuid);
        Assert.Equal("\"A\"", Parsing.Additional(result, "x"));
    }

    [Fact]
    public void What_an_event_keeps_does_not_change_with_the_buffer_that_it_was_read_from()
    {
        var body = Encoding.UTF8.GetBytes("""{"event_type": "new_event", "uuid": "u", "caller": "anonymous", "x": {"y": "text"}}""");
        var result = WebhookEventParser.Parse(body, WebhookBodyFormat.Json);
        var before = Parsing.Canonical(result);

        Array.Fill(body, (byte)'#');

        Assert.Equal(before, Parsing.Canonical(result));
    }

    [Fact]
    public void A_slice_of_a_larger_buffer_is_read_alone()
    {
        var buffer = Encoding.UTF8.GetBytes("""garbage{"event_type": "call_init", "uuid": "u", "cdr": "{\"uuid\": \"c\"}"}garbage""");

        var result = WebhookEventParser.Parse(buffer.AsMemory(7..^7), WebhookBodyFormat.Json);

        Assert.Equal("""{"uuid":"c"}""", Parsing.Additional(result, "cdr"));
    }

    [Fact]
    public void A_foreign_content_type_is_not_supported()
    {
        var body = Encoding.UTF8.GetBytes("""{"event_type": "call_init", "uuid": "u"}""");

        Assert.Throws<NotSupportedException>(() => WebhookEventParser.Parse(body, "text/xml"));
        Assert.True(WebhookEventParser.Parse(body, "application/json").IsEvent);
    }

    private static void AssertReadsBack(WebhookParseResult result)
    {
        var again = Parsing.Json(Parsing.Canonical(result));

        Assert.Equal(Parsing.Canonical(result), Parsing.Canonical(again));
        Assert.Equal(result.ContentHash, again.ContentHash);
    }

    private sealed class ParsingMemory(byte[] bytes) : System.Buffers.MemoryManager<byte>
    {
        public override Span<byte> GetSpan()
        {
            Assert.True(Parsing.JsonWith("\"inner\": {\"deep\": [1, 2, 3]}").IsEvent);
            return bytes;
        }

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    [Theory]
    [InlineData("event_type=call_init&uuid=u&caller=100&direction=IN&timestamp=1435762851086820\n")]
    [InlineData("event_type=call_init&uuid=u&caller=100&timestamp=1435762851086820&direction=IN\r\n")]
    [InlineData("event_type=call_init\nuuid=u\ncaller=100\ntimestamp=1435762851086820\ndirection=IN\n")]
    [InlineData("event_type=call_init&\r\nuuid=u&\r\ncaller=100&\r\ntimestamp=1435762851086820&\r\ndirection=IN")]
    [InlineData("\r\n event_type=+call_init+& uuid=%0Au%0D&caller=%C2%A0100%09&timestamp=%201435762851086820%20&direction=IN%EF%BB%BF")]
    [InlineData("payload=%7B%22event_type%22%3A%22call_init%22%2C%22uuid%22%3A%22u%22%2C%22caller%22%3A100%2C%22timestamp%22%3A1435762851086820%2C%22direction%22%3A%22IN%22%7D%0A")]
    [InlineData("token=abc&payload=%7B%22event_type%22%3A%22call_init%22%2C%22uuid%22%3A%22u%22%2C%22caller%22%3A100%2C%22timestamp%22%3A1435762851086820%2C%22direction%22%3A%22IN%22%7D")]
    [InlineData("payload=%7B%27event_type%27%3A+%27call_init%27%2C+%27uuid%27%3A+%27u%27%2C+%27caller%27%3A+100%2C+%27timestamp%27%3A+1435762851086820%2C+%27direction%27%3A+%27IN%27%7D")]
    [InlineData("payload%5Bevent_type%5D=call_init&payload%5Buuid%5D=u&payload%5Bcaller%5D=100&payload%5Btimestamp%5D=1435762851086820&payload%5Bdirection%5D=IN")]
    public void Outer_white_space_and_wrappers_of_a_form_change_no_event(string form)
    {
        var json = WebhookEventParser.Parse("""{"event_type":"call_init","uuid":" u\n","caller":"100 ","timestamp":" 1435762851086820","direction":"IN "}"""u8.ToArray(), WebhookBodyFormat.Json);

        var read = WebhookEventParser.Parse(System.Text.Encoding.UTF8.GetBytes(form), WebhookBodyFormat.Form);

        Assert.Null(read.Error);
        Assert.Equal(("u", "100", Direction.In, 1_435_762_851_086_820L), (read.Event!.Uuid, read.Event.Caller, read.Event.Direction, read.Event.Timestamp));
        Assert.Equal(json.Event, read.Event);
        Assert.Equal(json.ContentHash, read.ContentHash);
    }

    [Theory]
    [InlineData("""{"payload":{"event_type":"call_init","uuid":"u","caller":"100","timestamp":1435762851086820,"direction":"IN"}}""")]
    [InlineData("""{"source":"relay","payload":{"event_type":"call_init","uuid":"u","caller":"100","timestamp":1435762851086820,"direction":"IN"}}""")]
    [InlineData("""{"payload":" {\"event_type\":\"call_init\",\"uuid\":\"u\",\"caller\":\"100\",\"timestamp\":1435762851086820,\"direction\":\"IN\"}\n"}""")]
    [InlineData("""{"event":{"event_type":"call_init","uuid":"u","caller":"100","timestamp":1435762851086820,"direction":"IN"}}""")]
    public void Wrappers_of_a_relay_change_no_event(string wrapped)
    {
        var json = WebhookEventParser.Parse("""{"event_type":"call_init","uuid":"u","caller":"100","timestamp":1435762851086820,"direction":"IN"}"""u8.ToArray(), WebhookBodyFormat.Json);

        var read = WebhookEventParser.Parse(System.Text.Encoding.UTF8.GetBytes(wrapped), WebhookBodyFormat.Json);

        Assert.Null(read.Error);
        Assert.Equal(json.Event, read.Event);
        Assert.Equal(json.ContentHash, read.ContentHash);
    }

    [Theory]
    [InlineData("""{"payload":"no event","uuid":"u"}""")]
    [InlineData("""{"payload":{"uuid":"u"}}""")]
    [InlineData("""{"payload":"{\"event_type\":"}""")]
    [InlineData("""{"payload":[{"event_type":"call_init","uuid":"u"}]}""")]
    [InlineData("""{"payload":{"payload":{"event_type":"call_init","uuid":"u"}}}""")]
    public void What_wraps_no_event_lacks_its_type(string wrapped) =>
        Assert.Equal("$.event_type", WebhookEventParser.Parse(System.Text.Encoding.UTF8.GetBytes(wrapped), WebhookBodyFormat.Json).Error!.Path);

    [Fact]
    public void A_payload_beside_an_event_is_a_field_of_it()
    {
        var read = WebhookEventParser.Parse("""{"event_type":"call_init","uuid":"u","payload":{"event_type":"fax_init","uuid":"v"}}"""u8.ToArray(), WebhookBodyFormat.Json);

        Assert.Equal("u", read.Event!.Uuid);
        Assert.True(read.Event.AdditionalProperties!.ContainsKey("payload"));
    }

    [Fact]
    public void A_line_break_within_a_value_that_nobody_escaped_stays_in_it()
    {
        var read = WebhookEventParser.Parse("event_type=call_init&uuid=u&additional_data=one\ntwo&caller=1"u8.ToArray(), WebhookBodyFormat.Form);

        Assert.Equal(("one\ntwo", "1"), (read.Event!.AdditionalData, read.Event.Caller));
    }
}
