using System.Text;

namespace Bulutfon.Webhooks.Tests.Body;

public sealed class BodyScalarTests
{
    [Theory]
    [InlineData("905321110000", "905321110000")]
    [InlineData("+90 (532) 111-00.00", "905321110000")]
    [InlineData("0090 532 111 00 00", "00905321110000")]
    [InlineData("0532", "0532")] // leading zeros stay
    [InlineData("-5", "-5")]
    [InlineData("905321110000.0", "905321110000")] // a float's
    [InlineData("9.0532111E11", "905321110000")]
    [InlineData("9.0532111e+11", "905321110000")]
    [InlineData("anonymous", "anonymous")]
    [InlineData("sip:1001@pbx", "sip:1001@pbx")]
    [InlineData("1001;ext", "1001;ext")]
    [InlineData("12e4", "12e4")] // may be a name
    [InlineData("9.05e+400", "9.05e+400")]
    [InlineData("1.5e+0", "1.5e+0")]
    [InlineData("+", "+")]
    [InlineData(" - ", " - ")]
    [InlineData(".0", "0")]
    [InlineData("٠٥٣٢", "0532")]
    public void Digits_Phone_IsTheDigitsOrTheTextAsItCame(string text, string expected)
    {
        Assert.Equal(expected, Digits(text));
        Assert.Equal(expected, Digits(expected));
    }

    [Fact]
    public void Digits_LongerThanAnyNumber_IsTheTextAsItCame()
    {
        var text = "+" + new string('9', 200);

        Assert.Equal(text, Digits(text));
    }

    [Theory]
    [InlineData("35", 35L)]
    [InlineData(" 35 ", 35L)]
    [InlineData("-35", -35L)]
    [InlineData("007", 7L)]
    [InlineData("35.0", 35L)]
    [InlineData("3.5e1", 35L)]
    [InlineData("3.5E+1", 35L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("", null)]
    [InlineData("null", null)]
    [InlineData("None", null)]
    public void TryNumber_WholeNumber_IsRead(string text, long? expected)
    {
        Assert.True(BodyScalar.TryNumber(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("35.5")]
    [InlineData("9223372036854775808")]
    [InlineData("1e400")]
    [InlineData("0x23")]
    [InlineData("35 s")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,000")]
    [InlineData("true")]
    public void TryNumber_AnythingElse_IsNoNumber(string text) =>
        Assert.False(BodyScalar.TryNumber(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("YES", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("NO", false)]
    [InlineData("Var", true)]
    [InlineData("VAR", true)]
    [InlineData("evet", true)]
    [InlineData("Yok", false)]
    [InlineData("Hayır", false)]
    [InlineData("HAYIR", false)]
    [InlineData(" t ", true)]
    [InlineData("f", false)]
    [InlineData("Mevcut", true)]
    [InlineData("Kayıt var", true)]
    [InlineData("KAYIT YOK", false)]
    [InlineData("", null)]
    [InlineData("null", null)]
    [InlineData("None", null)]
    public void TryBoolean_Word_IsRead(string text, bool? expected)
    {
        Assert.True(BodyScalar.TryBoolean(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("REMOVED")]
    [InlineData("2")]
    [InlineData("on")]
    [InlineData("truely")]
    public void TryBoolean_AnythingElse_IsNoBoolean(string text) =>
        Assert.False(BodyScalar.TryBoolean(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("Thu Jan 01 1970 02:00:00 GMT+0200 (GMT+02:00)")]
    [InlineData("0001-01-01 00:00:00 +0000 UTC")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("1970-01-01 02:00:00")]
    [InlineData("1970-01-01T03:00:00+03:00")]
    [InlineData("1969-12-31T22:00:00Z")]
    [InlineData("1970-01-01")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+03:00")]
    [InlineData("1899-12-30T00:00:00Z")]
    [InlineData("1900-01-01 00:00:00.000")]
    [InlineData("1753-01-01T00:00:00Z")]
    [InlineData("1601-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59.9999999+03:00")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("0000-00-00")]
    [InlineData("0000-12-31T22:00:00Z")]
    [InlineData("9999-12-30T21:00:00Z")]
    [InlineData("-0001-11-30T00:00:00+02:00")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("01.01.0001 00:00:00")]
    [InlineData("1/1/0001 12:00:00 AM")]
    [InlineData("00.00.0000 00:00:00")]
    [InlineData("01.01.1970 02:00:00")]
    [InlineData("01/01/1970 00:00:00")]
    [InlineData("31.12.9999 23:59:59")]
    [InlineData("/Date(-62135596800000)/")]
    [InlineData("/Date(0)/")]
    [InlineData("infinity")]
    [InlineData("-infinity")]
    [InlineData("Invalid date")]
    [InlineData("#N/A")]
    [InlineData("\\N")]
    [InlineData("–")]
    [InlineData("—")]
    [InlineData("Never")]
    [InlineData("false")]
    [InlineData("-")]
    [InlineData(" N/A ")]
    [InlineData("undefined")]
    [InlineData("null")]
    [InlineData("")]
    public void What_date_types_and_databases_write_for_none_is_no_time(string text)
    {
        Assert.True(BodyScalar.TryTime(Encoding.UTF8.GetBytes(text), out var time));
        Assert.Null(time);
    }

    [Theory]
    [InlineData("1999-12-31T23:59:59Z")]
    [InlineData("2100-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:35Z")]
    [InlineData("1970-01-01T00:01:10Z")]
    [InlineData("1985-06-01T10:00:00+03:00")]
    [InlineData("soon")]
    public void A_time_of_another_century_is_not_read(string text) => Assert.False(BodyScalar.TryTime(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("2026-12-01 05:00:00 UTC")]
    [InlineData("2026-12-01 05:00:00 GMT")]
    [InlineData("2026-12-01T05:00:00utc")]
    [InlineData("2026-12-01 05:00:00Z")]
    [InlineData("2026-12-01 08:00:00 +03:00")]
    [InlineData("2026-12-01T08:00:00+03:00")]
    public void A_time_with_its_offset_is_read(string text)
    {
        Assert.True(BodyScalar.TryTime(Encoding.UTF8.GetBytes(text), out var time));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 5, 0, 0, TimeSpan.Zero), time);
    }

    [Theory]
    [InlineData("1435762851086820", 1435762851086820L)]
    [InlineData("1435762851.086820", 1435762851086820L)]
    [InlineData("1.43576285108682e15", 1435762851086820L)]
    [InlineData("", null)]
    [InlineData("None", null)]
    public void TryTimestamp_Number_IsMicroseconds(string text, long? expected)
    {
        Assert.True(BodyScalar.TryTimestamp(Encoding.UTF8.GetBytes(text), null, out var inRange, out var microseconds));
        Assert.True(inRange);
        Assert.Equal(expected, microseconds);
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("99999999999999999999999")]
    [InlineData("1e30000")]
    public void TryTimestamp_NumberThatNoClockShows_IsOutOfRange(string text)
    {
        Assert.True(BodyScalar.TryTimestamp(Encoding.UTF8.GetBytes(text), null, out var inRange, out var microseconds));
        Assert.False(inRange);
        Assert.Null(microseconds);
    }

    [Theory]
    [InlineData("2015-07-01T18:00:51+03:00")]
    [InlineData("yesterday")]
    [InlineData("Infinity")]
    [InlineData("NaN")]
    [InlineData("12:30")]
    public void TryTimestamp_NoNumber_IsFalse(string text) =>
        Assert.False(BodyScalar.TryTimestamp(Encoding.UTF8.GetBytes(text), null, out _, out _));

    [Theory]
    [InlineData("1435762851")]
    [InlineData(" 1435762851000 ")]
    [InlineData("1435762851000000")]
    [InlineData("1.435762851e9")]
    public void TryEpochTime_Number_IsTheTime(string text)
    {
        Assert.True(BodyScalar.TryEpochTime(Encoding.UTF8.GetBytes(text), out var time));
        Assert.Equal(new DateTimeOffset(2015, 7, 1, 15, 0, 51, TimeSpan.Zero), time);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.0")]
    [InlineData("-62135596800")]
    [InlineData("-2209161600")]
    public void TryEpochTime_Zero_IsNoTime(string text)
    {
        Assert.True(BodyScalar.TryEpochTime(Encoding.UTF8.GetBytes(text), out var time));
        Assert.Null(time);
    }

    [Theory]
    [InlineData("10")] // seconds since the start
    [InlineData("20150701180051")] // a date without separators
    [InlineData("-1435762851")]
    [InlineData("1e300")]
    [InlineData("2015-07-01 18:00:51")]
    [InlineData("soon")]
    public void TryEpochTime_AnythingElse_IsFalse(string text) =>
        Assert.False(BodyScalar.TryEpochTime(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryTimestamp_BesideTheSameTimeInWords_IsInMicroseconds()
    {
        var fiveMicroseconds = DateTimeOffset.UnixEpoch.AddMicroseconds(5);

        BodyScalar.TryTimestamp("5"u8, fiveMicroseconds, out _, out var known);
        BodyScalar.TryTimestamp("5"u8, fiveMicroseconds.AddTicks(10), out _, out var guessed);

        Assert.Equal(5, known);
        Assert.Equal(5_000_000, guessed);
    }

    private static string Digits(string text) => Encoding.UTF8.GetString(BodyScalar.Digits(Encoding.UTF8.GetBytes(text), stackalloc byte[64]));
}
