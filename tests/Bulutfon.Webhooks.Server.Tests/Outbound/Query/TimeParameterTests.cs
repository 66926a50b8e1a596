using System.Globalization;
using Bulutfon.Webhooks.Server.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

[Trait("Store", "Any")]
public sealed class TimeParameterTests
{
    [Theory]
    [InlineData("2026-03-29", "Europe/Istanbul", "2026-03-28T21:00:00Z")]
    [InlineData("2026-03-29T10:30", "Europe/Istanbul", "2026-03-29T07:30:00Z")]
    [InlineData("2026-03-29T10:30:15", "Europe/Istanbul", "2026-03-29T07:30:15Z")]
    [InlineData("2026-03-29T10:30:15.123456", "Europe/Istanbul", "2026-03-29T07:30:15.123456Z")]
    [InlineData("2026-03-29T10:30Z", "Europe/Istanbul", "2026-03-29T10:30:00Z")]
    [InlineData("2026-03-29t10:30z", "Europe/Istanbul", "2026-03-29T10:30:00Z")]
    [InlineData("2026-03-29T10:30+03:00", "Europe/Berlin", "2026-03-29T07:30:00Z")]
    [InlineData("2026-03-29T10:30 03:00", "Europe/Berlin", "2026-03-29T07:30:00Z")]
    [InlineData("2026-03-29T10:30:00.5 0300", "Europe/Berlin", "2026-03-29T07:30:00.5Z")]
    [InlineData("2026-03-29T10:30+0300", "Europe/Berlin", "2026-03-29T07:30:00Z")]
    [InlineData("2026-03-29T10:30+03", "Europe/Berlin", "2026-03-29T07:30:00Z")]
    [InlineData("2026-03-29T10:30-05:30", "Europe/Berlin", "2026-03-29T16:00:00Z")]
    // Istanbul kept daylight-saving time until 2016: summer +03:00, winter +02:00.
    [InlineData("2015-07-01", "Europe/Istanbul", "2015-06-30T21:00:00Z")]
    [InlineData("2015-12-01", "Europe/Istanbul", "2015-11-30T22:00:00Z")]
    [InlineData("2016-03-27T03:30", "Europe/Istanbul", "2016-03-27T01:30:00Z")] // skipped: 03:00 was 04:00
    [InlineData("2015-11-08T03:30", "Europe/Istanbul", "2015-11-08T00:30:00Z")] // shown twice: the first
    [InlineData("2016-12-01", "Europe/Istanbul", "2016-11-30T21:00:00Z")]
    [InlineData("2026-03-29T01:59", "Europe/Berlin", "2026-03-29T00:59:00Z")]
    [InlineData("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00Z")] // skipped: as 03:30
    [InlineData("2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25T01:59", "Europe/Berlin", "2026-10-24T23:59:00Z")]
    [InlineData("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z")] // shown twice: the first
    [InlineData("2026-10-25T03:00", "Europe/Berlin", "2026-10-25T02:00:00Z")]
    public void Read_Time_Moment(string text, string zone, string moment)
    {
        var read = TimeParameter.Read(text, TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), read);
    }
}
