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
        Assert.Equal(4, FormKey.Split("a[b][c][d]"u8, new FormKeySegment[4]));
        Assert.Equal(-1, FormKey.Split("a[b][c][d]"u8, new FormKeySegment[3]));
        Assert.Equal(-1, FormKey.Split("a.b.c.d"u8, new FormKeySegment[3]));
    }

    [Theory]
    [InlineData("a[b]", "a[", "b")]
    [InlineData("cdr%5Bcallflow%5D%5B0%5D%5Bstart_time%5D", "cdr%5Bcallflow%5D%5B0%5D%5B", "start_time")]
    [InlineData("a.b[c]", "a.b[", "c")]
    [InlineData("a[%5Bb]", "a[%5B", "b")]
    [InlineData("a%5B5B%5D", "a%5B", "5B")]
    public void LastName_PlainWordInBrackets_IsWhereItStands(string sentKey, string before, string name)
    {
        var (start, length) = FormKey.LastName(Encoding.UTF8.GetBytes(sentKey));

        Assert.Equal(before, sentKey[..start]);
        Assert.Equal(name, sentKey.Substring(start, length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("a[]")]
    [InlineData("a%5B%5D")]
    [InlineData("]")]
    [InlineData("b]")]
    [InlineData("a5Bb]")]
    [InlineData("a[b")]
    [InlineData("a[b%20c]")]
    [InlineData("a[b+c]")]
    [InlineData("a[b.c]")]
    [InlineData("a%5bb%5d")] // as good, but nobody writes it
    public void LastName_AnythingElse_IsNone(string sentKey) => Assert.Equal(default, FormKey.LastName(Encoding.UTF8.GetBytes(sentKey)));

    private static string Split(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        var segments = new FormKeySegment[64];
        var count = FormKey.Split(bytes, segments);
        return string.Join('|', segments[..count].Select(segment => Encoding.UTF8.GetString(bytes, segment.Start, segment.Length)));
    }
}
