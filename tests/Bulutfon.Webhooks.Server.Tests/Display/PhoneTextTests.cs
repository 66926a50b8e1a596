using Bulutfon.Webhooks.Server.Display;

namespace Bulutfon.Webhooks.Server.Tests.Display;

public class PhoneTextTests
{
    [Theory]
    [InlineData("905322041584", "0532 204 15 84")]
    [InlineData("05322041584", "0532 204 15 84")]
    [InlineData("+90 532 204 15 84", "0532 204 15 84")]
    [InlineData("908502223344", "0850 222 33 44")]
    [InlineData("4441234", "444 12 34")]
    [InlineData("49301234567", "00 49301234567")]
    [InlineData("0049301234567", "00 49301234567")]
    [InlineData("1004", "1004")]
    [InlineData("99", "99")]
    [InlineData("155", "155")]
    [InlineData("anonymous", "anonymous")]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void Of_Number_IsWrittenAsPeopleDo(string? number, string? text) => Assert.Equal(text, PhoneText.Of(number));
}
