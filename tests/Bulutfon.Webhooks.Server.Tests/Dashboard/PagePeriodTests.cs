using Bulutfon.Webhooks.Server.Dashboard.Parts;
using Microsoft.Extensions.Primitives;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

public sealed class PagePeriodTests
{
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    [Theory]
    [InlineData("from", null, "date", null)]
    [InlineData("from", "2026-11-30", "date", "2026-11-30")]
    [InlineData("from", "2026-11-29T21:00:00.0000000Z", "date", "2026-11-30")]
    [InlineData("to", "2026-11-30T21:00:00.0000000Z", "date", "2026-11-30")]
    [InlineData("to", "2026-12-01T00:00:00+03:00", "date", "2026-11-30")]
    [InlineData("from", "2026-11-30T10:30", "datetime-local", "2026-11-30T10:30:00")]
    [InlineData("to", "2026-11-30T07:30:00.25Z", "datetime-local", "2026-11-30T10:30:00.25")]
    [InlineData("to", "2026-11-30T07:30:00.123456Z", "text", "2026-11-30T07:30:00.123456Z")]
    [InlineData("to", "0001-01-01T00:00:00+03:00", "text", "0001-01-01T00:00:00+03:00")]
    [InlineData("from", "905331112233", "text", "905331112233")]
    public void A_time_of_the_address_is_in_its_field(string name, string? sent, string type, string? value) =>
        Assert.Equal((type, value), PagePeriod.Field(name, sent, Istanbul));

    [Theory]
    [InlineData("2026-11-30", "2026-12-01")]
    [InlineData("2026-11-30T10:30", "2026-11-30T10:30")]
    [InlineData("9999-12-31", "9999-12-31")]
    [InlineData("soon", "soon")]
    public void The_last_day_of_a_page_is_inclusive(string sent, string expected) =>
        Assert.Equal(expected, PagePeriod.ForApi([new("to", new StringValues(sent)), new("from", "2026-11-30")])["to"].ToString());
}
