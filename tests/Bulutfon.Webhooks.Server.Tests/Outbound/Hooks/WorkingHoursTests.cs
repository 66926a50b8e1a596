using System.Globalization;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Inbound;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Hooks;

[Trait("Store", "Any")]
public sealed class WorkingHoursTests
{
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    [Theory]
    // 2026-01-02 is a Friday.
    [InlineData("Mon-Fri 09:00-18:00", "2026-01-02T17:50", "2026-01-05T09:15", 25)]
    [InlineData("Mon-Fri 09:00-18:00; Sat 10:00-14:00", "2026-01-02T17:50", "2026-01-05T09:15", 25 + (4 * 60))]
    [InlineData("Mon-Fri 09:00-18:00", "2026-01-03T12:00", "2026-01-04T12:00", 0)]
    [InlineData("Mon-Fri 09:00-18:00", "2026-01-02T10:00", "2026-01-02T10:30", 30)]
    [InlineData("Mon,Wed 09:00-10:00", "2026-01-05T00:00", "2026-01-12T00:00", 120)]
    [InlineData("Fri-Mon 00:00-24:00", "2026-01-01T00:00", "2026-01-08T00:00", 4 * 24 * 60)]
    [InlineData("Fri 22:00-06:00", "2026-01-02T23:00", "2026-01-03T12:00", 7 * 60)]
    [InlineData("Fri 22:00-06:00", "2026-01-03T05:00", "2026-01-03T12:00", 60)]
    [InlineData("Fri 09:00-12:00; Fri 11:00-13:00", "2026-01-02T00:00", "2026-01-03T00:00", 4 * 60)]
    [InlineData("fri  09:00-10:00", "2026-01-02T00:00", "2026-01-03T00:00", 60)]
    public void Only_working_time_counts(string hours, string from, string to, int minutes)
    {
        var counted = WorkingHours.Parse(hours)!.Between(Local(from), Local(to), Istanbul, TimeSpan.MaxValue);

        Assert.Equal(TimeSpan.FromMinutes(minutes), counted);
    }

    [Fact]
    public void Counting_ends_when_it_is_enough()
    {
        var hours = WorkingHours.Parse("Mon-Sun 00:00-24:00")!;

        var counted = hours.Between(Local("2000-01-01T00:00"), Local("2026-01-01T00:00"), Istanbul, TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromDays(1), counted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("always")]
    [InlineData("Mon-Fri")]
    [InlineData("Mon-Fri 9:00-18:00")]
    [InlineData("Mon-Fri 09:00-25:00")]
    [InlineData("Mon-Fri 09:00-09:00")]
    [InlineData("Mon-Fri 24:00-09:00")]
    [InlineData("Mon-Wed-Fri 09:00-18:00")]
    [InlineData("Pzt-Cum 09:00-18:00")]
    [InlineData("Mon-Fri 09:00-18:00;")]
    [InlineData("Mon-Fri 09:00 - 18:00")]
    public void What_says_no_hours_is_none(string text) => Assert.Null(WorkingHours.Parse(text));

    private static DateTimeOffset Local(string text) => LocalTime.ToMoment(DateTime.Parse(text, CultureInfo.InvariantCulture), Istanbul)!.Value;
}
