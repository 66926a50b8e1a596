using System.Text;

namespace Bulutfon.Webhooks.Tests.Form;

public sealed class FormKeyTests
{
    [Theory]
    [InlineData("caller", "caller")]
    [InlineData("cdr[callflow][0][callee]", "cdr|callflow|0|callee")]
    [InlineData("cdr[callflow][][callee]", "cdr|callflow||callee")]
    [InlineData("cdr.callflow[0].callee", "cdr|callflow|0|callee")]
    [InlineData("cdr.callflow.0.callee", "cdr|callflow|0|callee")]
    [InlineData("a[]", "a|")]
    [InlineData("a[b.c]", "a|b.c")]
    [InlineData("a[b[c]", "a|b[c")]
    [InlineData("a[ ]", "a| ")]
    [InlineData("", "")]
    public void Split_Key_IsItsSegments(string key, string expected) => Assert.Equal(expected, Split(key));

    [Theory]
    [InlineData("[a]")]
    [InlineData("[]")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a.[b]")]
    [InlineData("a[b")]
    [InlineData("a[b]c")]
    [InlineData("a]")]
    [InlineData("a[b]]")]
    [InlineData(".")]
    [InlineData("[")]
    public void Split_KeyOutsideOfTheGrammar_IsOneLiteralSegment(string key) => Assert.Equal(key, Split(key));

    [Fact]
    public void Split_MoreSegmentsThanRoom_IsMinusOne()
    {
        Assert.Equal(4, FormKey.Split("a[b][c][d]"u8, new Range[4]));
        Assert.Equal(-1, FormKey.Split("a[b][c][d]"u8, new Range[3]));
        Assert.Equal(-1, FormKey.Split("a.b.c.d"u8, new Range[3]));
    }

    private static string Split(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        var segments = new Range[64];
        var count = FormKey.Split(bytes, segments);
        return string.Join('|', segments[..count].Select(segment => Encoding.UTF8.GetString(bytes[segment])));
    }
}
