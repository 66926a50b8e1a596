using System.Text;
using Bulutfon.Webhooks.Server.Privacy;

namespace Bulutfon.Webhooks.Server.Tests.Privacy;

[Trait("Store", "Any")]
public sealed class WrittenNumberTests
{
    [Theory]
    [InlineData("905321234567")]
    [InlineData("{\"caller\":905321234567}")]
    [InlineData("{\"caller\":5321234567.0}")]
    [InlineData("{\"caller\":9.05321234567E11}")]
    [InlineData("{\"caller\":9.05321234567e+11,\"x\":1}")]
    [InlineData("+90 (532) 123 45 67")]
    [InlineData("00 90 532 123-45-67")]
    [InlineData("0532.123.45.67")]
    [InlineData("https://cdr.example/rec/20260101-05321234567.mp3")]
    [InlineData("call 100 05321234567")]
    [InlineData("٠٥٣٢١٢٣٤٥٦٧")]
    [InlineData("0532\u2009123\u201145\u201167")]
    [InlineData("\u202A+90\u00A0532\u200E 1234567\u202C")]
    public void Is_found_however_it_is_written(string text) => Assert.True(WrittenNumber.Of("0532 123 45 67")!.IsIn(text));

    [Theory]
    [InlineData("905321234568")]
    [InlineData("532123456")]
    [InlineData("532 and 1234567")]
    [InlineData("{\"timestamp\":1435762851086820}")]
    [InlineData("")]
    public void Is_not_found_where_it_is_not(string text) => Assert.False(WrittenNumber.Of("0532 123 45 67")!.IsIn(text));

    [Theory]
    [InlineData("4441234", true)]
    [InlineData("444 12 34,", true)]
    [InlineData("02124441234", false)]
    [InlineData("1435444123486820", false)]
    public void A_short_one_has_to_stand_alone(string text, bool isFound) => Assert.Equal(isFound, WrittenNumber.Of("444 1234")!.IsIn(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anonymous")]
    [InlineData("123456")]
    [InlineData("053212345x7")]
    public void What_is_no_number_of_seven_digits_is_refused(string? number) => Assert.Null(WrittenNumber.Of(number));

    [Theory]
    [InlineData("caller=%2B905321234567")]
    [InlineData("caller=%30%35%33%32%31%32%33%34%35%36%37")]
    [InlineData("""{"caller":"\u0030\u0035\u0033\u0032\u0031\u0032\u0033\u0034\u0035\u0036\u0037"}""")]
    [InlineData("cdr=%7B%22caller%22%3A%22%5Cu0030532123%5Cu0034567%22%7D")]
    [InlineData("""{"additional_data":"{\"note\":\"\\u0030532 123 45 67\"}"}""")]
    [InlineData("""{"x":"tel:+90\/532\/1234567""")]
    [InlineData("{\"caller\": 05321234567 not json %%% \\u00")]
    public void Is_found_in_every_decoding_of_a_body(string body) => Assert.True(IsIn(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Is_found_in_a_body_of_another_encoding() => Assert.True(IsIn(Encoding.BigEndianUnicode.GetBytes("""{"caller":"05321234567"}""")));

    private static bool IsIn(byte[] body) => DecodedBody.TextsOf(body).Any(WrittenNumber.Of("+905321234567")!.IsIn);
}
