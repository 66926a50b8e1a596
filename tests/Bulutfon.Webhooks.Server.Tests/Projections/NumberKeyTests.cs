using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Tests.Projections;

public sealed class NumberKeyTests
{
    [Theory]
    [InlineData("905322041584", "905322041584")]
    [InlineData("05322041584", "905322041584")]
    [InlineData("5322041584", "905322041584")]
    [InlineData("+90 532 204 15 84", "905322041584")]
    [InlineData("0090(532)204-15-84", "905322041584")]
    [InlineData("0 532.204.15.84", "905322041584")]
    [InlineData("2122223344", "902122223344")]
    [InlineData("8508850000", "908508850000")]
    [InlineData("9001234567", "909001234567")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("6234567890", "6234567890")]
    [InlineData("7234567890", "7234567890")]
    [InlineData("0044 20 7946 0958", "442079460958")]
    [InlineData("1004", "1004")]
    [InlineData("99", "99")]
    [InlineData("00", "00")]
    [InlineData("anonymous", "anonymous")]
    [InlineData(" anonymous ", "anonymous")]
    [InlineData("ANONYMOUS", "anonymous")]
    [InlineData("sip:42@pbx", "sip:42@pbx")]
    [InlineData("+", "+")]
    public void Of_AnySpelling_IsOneKey(string number, string key) => Assert.Equal(key, NumberKey.Of(number));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Of_Nothing_IsNoKey(string? number) => Assert.Null(NumberKey.Of(number));
}
