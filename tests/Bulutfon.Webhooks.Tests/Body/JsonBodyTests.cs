using System.Text;

namespace Bulutfon.Webhooks.Tests.Body;

public sealed class JsonBodyTests
{
    [Theory]
    [InlineData("""{"a":x}""", 5, "$.a")]
    [InlineData("""{"a":[1,{"b":x}]}""", 13, "$.a[1].b")]
    [InlineData("{\n\"ş\":\n\"ğ\",\n\"a\":x}", 18, "$.a")]
    [InlineData("""{"a":1,}""", 7, "$")]
    [InlineData("""{"a":1""", 6, "$.a")]
    [InlineData("""{"a":"b""", 7, "$.a")]
    [InlineData("""{"a":nul""", 8, "$.a")]
    [InlineData("""{"a":"\q"}""", 7, "$.a")]
    [InlineData("""{"a":1} 2""", 8, "$")]
    [InlineData("""{'a':1}""", 1, "$")]
    [InlineData("{\"a\":\"\n\"}", 6, "$.a")]
    public void Read_NoJson_SaysWhere(string json, int offset, string path)
    {
        foreach (var (mark, shift) in new[] { ("", 0), ("\uFEFF", 3) })
        {
            var error = Parsing.Error(Parsing.Json(mark + json));

            Assert.Equal(WebhookBodyErrorCodes.NotJson, error.Code);
            Assert.Equal(offset + shift, error.ByteOffset);
            Assert.Equal(path, error.Path);
            Assert.Contains($"byte {offset + shift}, {path}", error.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"caller":905321110000x}""")]
    [InlineData("""{"caller":n905321110000}""")]
    [InlineData("""{"caller":tru905321110000}""")]
    [InlineData("""{"caller":0905321110000}""")]
    [InlineData("""{"caller":'905321110000'}""")]
    [InlineData("""{"caller":"905321110000""")]
    [InlineData("""{"905321110000":x}""")]
    [InlineData("""{"+90 532 111 00 00":{"a":[x]}}""")]
    [InlineData("""{"905321110000":"\ud800"}""")]
    [InlineData("""{905321110000}""")]
    [InlineData("""{"event_type":{"905321110000":1},"uuid":"u"}""")]
    [InlineData("""{"event_type":"call_init","uuid":"u","timestamp":"905321110000 "x}""")]
    [InlineData("""{"event_type":"call_init","uuid":"u","timestamp":"0532 111 00 00"}""")]
    public void An_error_never_quotes_a_phone_number(string json)
    {
        var error = Parsing.Error(Parsing.Json(json));

        Assert.DoesNotMatch("[0-9]{3}.*[0-9]{4}", error.Detail);
        Assert.DoesNotMatch("[0-9]{3}", error.Path);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""", 5)]
    [InlineData("""{"a":"\udc00\ud800"}""", 5)]
    [InlineData("""{"a":["x","\uD83D\u0041"]}""", 10)]
    [InlineData("""{"\ud800":1}""", 1)]
    public void Read_HalfOfASurrogatePair_IsNoUnicode(string json, int offset)
    {
        var error = Parsing.Error(Parsing.Json(json));

        Assert.Equal(WebhookBodyErrorCodes.NotUtf8, error.Code);
        Assert.Equal(offset, error.ByteOffset);
    }

    [Fact]
    public void Read_WholeSurrogatePair_IsOneCharacter() =>
        Assert.Equal("😀", Parsing.JsonWith("""  "x": "\ud83d\ude00"  """).Event!.AdditionalProperties!["x"].GetString());

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xFF, 0x22, 0x7D }, 6)]
    [InlineData(new byte[] { 0x7B, 0x22, 0xC5, 0x9F, 0xC5, 0x22, 0x3A, 0x31, 0x7D }, 4)]
    [InlineData(new byte[] { 0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x7D }, 6)]
    public void Read_NotUtf8_SaysAtWhichByte(byte[] json, int offset)
    {
        foreach (var (body, shift) in new[] { (json, 0), ([.. Encoding.UTF8.Preamble, .. json], 3) })
        {
            var error = Parsing.Error(WebhookEventParser.Parse(body, WebhookBodyFormat.Json));

            Assert.Equal(WebhookBodyErrorCodes.NotUtf8, error.Code);
            Assert.Equal(offset + shift, error.ByteOffset);
        }
    }

    [Fact]
    public void Read_MoreThan64Levels_IsTooDeep()
    {
        Assert.True(Parsing.JsonWith("\"x\":" + new string('[', 63) + new string(']', 63)).IsEvent);

        var error = Parsing.Error(Parsing.Json("""{"x":""" + new string('[', 64) + new string(']', 64) + "}"));
        Assert.Equal(WebhookBodyErrorCodes.TooDeep, error.Code);
        Assert.Equal(5 + 63, error.ByteOffset);
    }

    [Fact]
    public void Read_MoreThan4096Keys_IsTooMany()
    {
        var nested = "[" + string.Join(',', Enumerable.Repeat("""{"a":1}""", WebhookEventParser.MaxKeys - 3)) + "]";

        Assert.True(Parsing.JsonWith("\"x\":" + nested).IsEvent);
        Assert.Equal(WebhookBodyErrorCodes.TooManyKeys, Parsing.Error(Parsing.JsonWith("\"y\":1,\"x\":" + nested)).Code);
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("  \"text\"", 0)]
    [InlineData("1", 0)]
    [InlineData("null", 0)]
    [InlineData("\uFEFF[{}]", 3)]
    public void Json_that_is_no_object_is_refused(string json, int offset)
    {
        var error = Parsing.Error(Parsing.Json(json));

        Assert.Equal(WebhookBodyErrorCodes.NotAnObject, error.Code);
        Assert.Equal("$", error.Path);
        Assert.Equal(offset, error.ByteOffset);
    }

    [Fact]
    public void A_path_is_cut_when_it_is_long()
    {
        var error = Parsing.Error(Parsing.Json($"{{\"{new string('a', 5000)}\":{{\"{new string('b', 5000)}\":x"));

        Assert.Equal(201, error.Path!.Length);
        Assert.True(error.Detail.Length < 400);
    }
}
