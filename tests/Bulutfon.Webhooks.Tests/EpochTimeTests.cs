namespace Bulutfon.Webhooks.Tests;

public sealed class EpochTimeTests
{
    [Theory]
    [InlineData(1435762851, 1435762851000000)] // seconds
    [InlineData(1435762851086, 1435762851086000)] // milliseconds
    [InlineData(1435762851086820, 1435762851086820)] // microseconds, as documented
    [InlineData(1435762851086820123, 1435762851086820)] // nanoseconds
    [InlineData(0, 0)]
    [InlineData(99_999_999_999, 99_999_999_999_000_000)] // the last second
    [InlineData(100_000_000_000, 100_000_000_000_000)] // the first millisecond
    [InlineData(99_999_999_999_999, 99_999_999_999_999_000)]
    [InlineData(100_000_000_000_000, 100_000_000_000_000)] // the first microsecond
    [InlineData(99_999_999_999_999_999, 99_999_999_999_999_999)]
    [InlineData(100_000_000_000_000_000, 100_000_000_000_000)] // the first nanosecond
    [InlineData(-1435762851, -1435762851000000)]
    [InlineData(-1435762851086820, -1435762851086820)]
    [InlineData(long.MaxValue, 9_223_372_036_854_775)]
    [InlineData(long.MinValue, -9_223_372_036_854_775)]
    public void FromMagnitude_Number_IsMicroseconds(long value, long expected)
    {
        Assert.Equal(expected, EpochTime.FromMagnitude(value));
        Assert.Equal(expected, EpochTime.FromMagnitude((decimal)value));
    }

    [Fact]
    public void FromMagnitude_FractionOfASecond_KeepsTheMicroseconds() =>
        Assert.Equal(1435762851086820, EpochTime.FromMagnitude(1435762851.0868209m));

    [Fact]
    public void FromMagnitude_BeyondTheYear9999_IsNull()
    {
        Assert.Null(EpochTime.FromMagnitude(decimal.MaxValue));
        Assert.Null(EpochTime.FromMagnitude(decimal.MinValue));
        Assert.Null(EpochTime.FromMagnitude(-62_135_596_801L));
        Assert.Equal(-62_135_596_800_000_000, EpochTime.FromMagnitude(-62_135_596_800L));
    }

    [Fact]
    public void FromMicroseconds_OutsideOfTheCalendar_IsNull()
    {
        Assert.Null(EpochTime.FromMicroseconds(null));
        Assert.Null(EpochTime.FromMicroseconds(long.MaxValue));
        Assert.Null(EpochTime.FromMicroseconds(long.MinValue));
        Assert.Equal(DateTimeOffset.MinValue, EpochTime.FromMicroseconds(-62_135_596_800_000_000));
        Assert.Equal(9999, EpochTime.FromMicroseconds(253_402_300_799_999_999)!.Value.Year);
    }
}
