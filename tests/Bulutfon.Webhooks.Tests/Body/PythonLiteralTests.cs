using System.Text;

namespace Bulutfon.Webhooks.Tests.Body;

public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("{'a': None, 'b': True, 'c': False}", """{"a": null, "b": true, "c": false}""")]
    [InlineData("[{'a': 905321110000}, {'b': [1, 2.5]}]", """[{"a": 905321110000}, {"b": [1, 2.5]}]""")]
    [InlineData("{'None': 'True'}", """{"None": "True"}""")]
    [InlineData("""{'a': "it's"}""", """{"a": "it's"}""")]
    [InlineData("""{'a': 'say "no"'}""", """{"a": "say \"no\""}""")]
    [InlineData("""{'a': 'it\'s "so"'}""", """{"a": "it's \"so\""}""")]
    [InlineData("""{'a': 'b\\c\n\x1f\u2028'}""", """{"a": "b\\c\n\u001f\u2028"}""")]
    [InlineData("""{'a': '\\'}""", """{"a": "\\"}""")]
    [InlineData("{'ş': 'İstanbul'}", """{"ş": "İstanbul"}""")]
    public void ToJson_DictOrList_IsTheSameInJson(string python, string expected)
    {
        Assert.True(PythonLiteral.IsLikely(Encoding.UTF8.GetBytes(python)));
        Assert.Equal(expected, ToJson(python));
    }

    [Theory]
    [InlineData("""{"a": 1}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{a: 1}")]
    public void IsLikely_NoSingleQuotes_IsFalse(string text) => Assert.False(PythonLiteral.IsLikely(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("{'uuid': 'x', 'when': datetime.date(2015, 7, 1)}")]
    [InlineData("{'uuid': 'x'")]
    [InlineData("{'uuid': 'x}")]
    [InlineData("{'uuid': 'x\\")]
    [InlineData("{'uuid': ('x', 'y')}")]
    [InlineData("{'uuid': NoneTrue}")]
    public void Python_that_is_no_plain_literal_stays_the_text_it_is(string python)
    {
        var result = Parsing.FormWith("cdr=" + Uri.EscapeDataString(python));

        Assert.Null(Parsing.Event<CallHangup>(result).Cdr);
        Assert.Equal(python, result.Event!.AdditionalProperties!["cdr"].GetString());
    }

    [Fact]
    public void ToJson_AnyBytes_FitIntoTwiceTheirLength()
    {
        foreach (var worst in new[] { "'\"\"\"\"\"\"", "'\\x\\x\\x", "''''''", "\"\"\"\"", "'\\", "NoneNone", "'\"" })
        {
            var json = new byte[PythonLiteral.MaxGrowth * worst.Length];

            Assert.InRange(PythonLiteral.ToJson(Encoding.UTF8.GetBytes(worst), json), 1, json.Length);
        }
    }

    [Theory]
    [InlineData("2015-call_hangup-menu")]
    [InlineData("2015-call_hangup-group")]
    [InlineData("2017-missing_call-cdr")]
    public void A_cdr_in_Python_notation_is_read_in_full(string shape)
    {
        var corpus = Corpus.CorpusCase.Get(shape + "--python-urlencode-str");

        var result = WebhookEventParser.Parse(corpus.Body, WebhookBodyFormat.Form);

        var expected = Parsing.Json(corpus.ExpectedEvent.GetRawText());
        Assert.Equal(Parsing.Canonical(expected), Parsing.Canonical(result));
        Assert.Equal(expected.ContentHash, result.ContentHash);
    }

    private static string ToJson(string python)
    {
        var json = new byte[PythonLiteral.MaxGrowth * Encoding.UTF8.GetByteCount(python)];
        return Encoding.UTF8.GetString(json, 0, PythonLiteral.ToJson(Encoding.UTF8.GetBytes(python), json));
    }
}
