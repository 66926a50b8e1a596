using System.Globalization;
using System.Text;

namespace Bulutfon.Webhooks.Tests.Body;

public sealed class IsoTimeTests
{
    [Theory]
    [InlineData("2015-07-01T18:00:51+03:00", "2015-07-01T18:00:51+03:00")]
    [InlineData("2015-07-01T18:00:51 03:00", "2015-07-01T18:00:51+03:00")] // a + that nobody escaped
    [InlineData("2015-07-01T10:30:51-04:30", "2015-07-01T10:30:51-04:30")]
    [InlineData("2015-07-01T15:00:51Z", "2015-07-01T15:00:51+00:00")]
    [InlineData("2015-07-01T15:00:51.086820Z", "2015-07-01T15:00:51.086820+00:00")]
    [InlineData("2015-07-01T18:00:51.086 03:00", "2015-07-01T18:00:51.086+03:00")]
    [InlineData("2015-07-01 18:00:51 +0300", "2015-07-01T18:00:51+03:00")] // Ruby's Time#to_s
    [InlineData("2015-07-01 18:00:51+03:00", "2015-07-01T18:00:51+03:00")]
    [InlineData("2015-07-01T18:00+03:00", "2015-07-01T18:00:00+03:00")]
    [InlineData("2016-02-29T00:00:00+14:00", "2016-02-29T00:00:00+14:00")]
    [InlineData("2015-07-01 15:00:51 UTC", "2015-07-01T15:00:51+00:00")]
    [InlineData("2015-07-01 15:00:51 GMT", "2015-07-01T15:00:51+00:00")]
    [InlineData("2015-07-01 15:00:51 +0000 UTC", "2015-07-01T15:00:51+00:00")] // Go's time.Time
    [InlineData("2015-07-01 15:00:51.086820123 +0000 UTC", "2015-07-01T15:00:51.0868201+00:00")]
    [InlineData("2015-07-01 18:00:51 +0300 +03", "2015-07-01T18:00:51+03:00")]
    [InlineData("2015-07-01 18:00:51 +0300 EEST", "2015-07-01T18:00:51+03:00")]
    [InlineData("2015-07-01 18:00:51 GMT+3", "2015-07-01T18:00:51+03:00")]
    [InlineData("2015-07-01 18:00:51 UTC+03:00", "2015-07-01T18:00:51+03:00")]
    [InlineData("2015-07-01T15:00:51Z (UTC)", "2015-07-01T15:00:51+00:00")]
    [InlineData("2015-07-01 15:00:51 (UTC)", "2015-07-01T15:00:51+00:00")]
    [InlineData("2015-07-01T18:00:51+03:00[Europe/Istanbul]", "2015-07-01T18:00:51+03:00")] // Java's ZonedDateTime
    [InlineData("Wed, 01 Jul 2015 15:00:51 GMT", "2015-07-01T15:00:51+00:00")]
    [InlineData("Wed, 1 Jul 2015 18:00:51 +0300", "2015-07-01T18:00:51+03:00")]
    [InlineData("Wed Jul 01 2015 18:00:51 GMT+0300 (GMT+03:00)", "2015-07-01T18:00:51+03:00")] // JavaScript's Date
    [InlineData("Wed Jul 01 2015 18:00:51 GMT+0300 (Eastern European Summer Time)", "2015-07-01T18:00:51+03:00")]
    public void TryParse_TimeWithOffset_IsRead(string text, string expected)
    {
        Assert.True(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out var time));

        Assert.True(time.EqualsExact(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture)), time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2015-07-01T18:00:51")] // no offset
    [InlineData("2015-07-01 18:00:51")]
    [InlineData("2015-07-01")]
    [InlineData("01 July 2015 8:00")] // once read as an offset of 8 hours
    [InlineData("07/01/2015 18:00:51 +03:00")] // which is the month?
    [InlineData("2015-02-29T18:00:51+03:00")]
    [InlineData("2015-13-01T18:00:51+03:00")]
    [InlineData("2015-07-01T24:00:51+03:00")]
    [InlineData("2015-07-01T18:60:51+03:00")]
    [InlineData("2015-07-01T18:00:60+03:00")]
    [InlineData("2015-07-01T18:00:51+14:01")]
    [InlineData("2015-07-01T18:00:51+03:60")]
    [InlineData("0000-07-01T18:00:51+03:00")]
    [InlineData("0001-01-01T00:00:00+01:00")] // before the first instant
    [InlineData("9999-12-31T23:59:59-01:00")] // after the last
    [InlineData("2015-07-0xT18:00:51+03:00")]
    [InlineData("2015-07-01T18:00:51 PM")]
    [InlineData("ağustos 2015-07-01 18:00:51+03:00")]
    [InlineData("")]
    [InlineData("REMOVED")]
    [InlineData("Thu, 01 Jul 2015 15:00:51 GMT")] // it was a Wednesday
    [InlineData("Wed, 01 Jul 2015 15:00:51")]
    [InlineData("2015-07-01 18:00:51 EEST")] // of which country?
    [InlineData("2015-07-01 18:00:51 GMT+25")]
    [InlineData("2015-07-01 18:00:51 (yesterday)")]
    public void TryParse_AnythingElse_IsNoTime(string text) =>
        Assert.False(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
