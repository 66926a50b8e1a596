namespace Bulutfon.Webhooks.Tests;

public sealed class FormBodyTests
{
    [Theory]
    [InlineData("x[0]=a&x[1]=b", """["a","b"]""")]
    [InlineData("x[1]=b&x[0]=a", """["a","b"]""")]
    [InlineData("x[10]=c&x[9]=b&x[008]=a", """["a","b","c"]""")]
    [InlineData("x[2147483647]=a", """["a"]""")]
    [InlineData("x[99999999999999999999]=b&x[3]=a", """["a","b"]""")]
    [InlineData("x[]=a&x[]=b", """["a","b"]""")]
    [InlineData("x[]=a&x[5]=c&x[]=d&x[2]=b", """["a","b","c","d"]""")] // PHP: the next after the highest
    [InlineData("x[0]=a&x[]=b", """["a","b"]""")]
    [InlineData("x[a]=1&x[]=2&x[]=3", """{"a":"1","0":"2","1":"3"}""")]
    [InlineData("x[a]=1&x[0]=2&x[]=3", """{"a":"1","0":"2","1":"3"}""")]
    [InlineData("x[a]=1&x[99999999999999999999]=2&x[]=3", """{"a":"1","99999999999999999999":"2","0":"3"}""")]
    [InlineData("x[a]=1&x[]=2&x[0]=3", """{"a":"1","0":"3"}""")]
    [InlineData("x[-1]=a&x[1]=b", """{"-1":"a","1":"b"}""")]
    [InlineData("x=1&x=2", "\"2\"")]
    [InlineData("x[a]=1&x[a]=2", """{"a":"2"}""")]
    [InlineData("x[a[b]=1&x[a[c]=2", """{"a[b":"1","a[c":"2"}""")]
    [InlineData("x[a]=1&x[b][c]=2&x[b]=3&x[b][d]=4", """{"a":"1","b":{"c":"2","d":"4"}}""")]
    [InlineData("x=1&x[a]=2", """{"a":"2"}""")] // a nested value replaces a plain one
    [InlineData("x[a]=2&x=1", """{"a":"2"}""")]
    [InlineData("x.a.b=1&x[a][c]=2", """{"a":{"b":"1","c":"2"}}""")]
    [InlineData("x", "null")]
    [InlineData("x=", "\"\"")]
    [InlineData("x=a=b", "\"a=b\"")]
    [InlineData("&&x=1&&", "\"1\"")]
    [InlineData("%78=%C5%9F+%2B", "\"ş +\"")]
    [InlineData("x=%1g0+%zz+%", "\"%1g0 %zz %\"")]
    [InlineData("x=%u0041%", "\"%u0041%\"")]
    [InlineData("x=%FF%C5a", "\"\uFFFD\uFFFDa\"")]
    [InlineData("x=%ED%A0%80", "\"\uFFFD\uFFFD\uFFFD\"")] // a surrogate in UTF-8
    [InlineData("x=%00", "\"\\u0000\"")]
    public void Read_UnknownField_IsWhatItWouldBeInJson(string form, string expected) =>
        Assert.Equal(expected, Parsing.Additional(Parsing.FormWith(form), "x"));

    [Theory]
    [InlineData("x[][a]=1&x[][b]=2&x[][a]=3&x[][b]=4", """[{"a":"1","b":"2"},{"a":"3","b":"4"}]""")]
    [InlineData("x[][a]=1&x[][a]=2&x[][b]=3", """[{"a":"1"},{"a":"2","b":"3"}]""")]
    [InlineData("x[][a][b]=1&x[][a][c]=2&x[][a][b]=3", """[{"a":{"b":"1","c":"2"}},{"a":{"b":"3"}}]""")]
    [InlineData("x[][a]=1&x[][l][][b]=2&x[][l][][b]=3&x[][a]=4&x[][l][][b]=5", """[{"a":"1","l":[{"b":"2"},{"b":"3"}]},{"a":"4","l":[{"b":"5"}]}]""")]
    [InlineData("x[][l][]=1&x[][l][]=2", """[{"l":["1","2"]}]""")]
    [InlineData("x[][]=1&x[][]=2", """[["1","2"]]""")]
    [InlineData("x[]=1&x[][a]=2", """["1",{"a":"2"}]""")]
    [InlineData("x[][a]=1&x[]=2&x[][a]=3", """[{"a":"1"},"2",{"a":"3"}]""")]
    [InlineData("x[n][a]=1&x[][b]=2&x[][c]=3", """{"n":{"a":"1"},"0":{"b":"2","c":"3"}}""")]
    public void Read_KeysWithoutIndex_FollowRacksRule(string form, string expected) =>
        Assert.Equal(expected, Parsing.Additional(Parsing.FormWith(form), "x"));

    [Theory]
    [InlineData("[x]=1", "[x]")]
    [InlineData("x[=1", "x[")]
    [InlineData("x..y=1", "x..y")]
    [InlineData("=1", "")]
    public void Read_KeyOutsideOfTheGrammar_IsKeptAsItIs(string form, string name) =>
        Assert.Equal("\"1\"", Parsing.Additional(Parsing.FormWith(form), name));

    [Fact]
    public void A_form_with_a_byte_order_mark_is_read() =>
        Assert.Equal("u", Parsing.Event<CallInit>(Parsing.Form("\uFEFFevent_type=call_init&uuid=u")).Uuid);

    [Fact]
    public void An_offset_counts_from_the_first_byte_of_the_body()
    {
        var deep = "a" + string.Concat(Enumerable.Repeat("[b]", 64)) + "=1";

        var plain = Parsing.Error(Parsing.Form("uuid=u&" + deep));
        var marked = Parsing.Error(Parsing.Form("\uFEFFuuid=u&" + deep));

        Assert.Equal(WebhookBodyErrorCodes.TooDeep, plain.Code);
        Assert.Equal(7, plain.ByteOffset);
        Assert.Equal(10, marked.ByteOffset);
        Assert.Contains("byte 10", marked.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_four_levels_are_read_and_can_be_written()
    {
        var deep = "a" + string.Concat(Enumerable.Repeat("[b]", 63)) + "=1";

        var result = Parsing.FormWith(deep);

        Assert.Equal(result.ContentHash, Parsing.Json(Parsing.Canonical(result)).ContentHash);
    }

    [Fact]
    public void More_keys_than_allowed_are_refused()
    {
        var form = string.Join('&', Enumerable.Range(0, WebhookEventParser.MaxKeys - 2).Select(i => $"k{i}=1"));

        Assert.True(Parsing.FormWith(form).IsEvent);
        var error = Parsing.Error(Parsing.FormWith(form + "&one=more"));
        Assert.Equal(WebhookBodyErrorCodes.TooManyKeys, error.Code);
        Assert.Equal("event_type=call_hangup&uuid=u&".Length + form.Length + 1, error.ByteOffset);
    }

    [Fact]
    public void A_cdr_as_JSON_text_is_the_nested_one()
    {
        var text = Parsing.FormWith("cdr=" + Uri.EscapeDataString("""{"uuid": "\u0063", "callflow": "[{\"callee\": 99, \"origination\": \"[{\\\"destination\\\": 1001}]\"}]"}"""));
        var nested = Parsing.JsonWith("""  "cdr": {"uuid": "c", "callflow": [{"callee": 99, "origination": [{"destination": 1001}]}]}  """);

        Assert.Equal(Parsing.Canonical(nested), Parsing.Canonical(text));
        Assert.Equal(nested.ContentHash, text.ContentHash);
    }
}
