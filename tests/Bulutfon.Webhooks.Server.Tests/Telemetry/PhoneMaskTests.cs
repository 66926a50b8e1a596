using System.Diagnostics;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Telemetry;
using CsCheck;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

[Trait("Store", "Any")]
public class PhoneMaskTests
{
    private static readonly string[] Separators = ["", " ", "-", ") ", " - ", "%20", "\u00A0"];
    private static readonly string[] Prefixes = ["", "+", "0", "00", "x: ", "%2B"];

    [Theory]
    [InlineData("905321234584", "90532***4584")]
    [InlineData("+905321234584", "+90532***4584")]
    [InlineData("00905321234584", "00905***4584")]
    [InlineData("05321234584", "0532***4584")]
    [InlineData("5321234584", "532***4584")]
    [InlineData("123456789012345", "12345***2345")]
    [InlineData("+90 532 123 45 84", "+90532***4584")]
    [InlineData("+90 5321234584", "+90532***4584")]
    [InlineData("90 532 123 45 84", "90532***4584")]
    [InlineData("0532 123 45 84", "0532***4584")]
    [InlineData("0 532 123 45 84", "0532***4584")]
    [InlineData("532 123 4584", "532***4584")]
    [InlineData("0532-123-45-84", "0532***4584")]
    [InlineData("0532.123.45.84", "0532***4584")]
    [InlineData("532.123.45.84", "532***4584")]
    [InlineData("0532.1234584", "0532***4584")]
    [InlineData("(0532) 123 45 84", "(0532***4584")]
    [InlineData("0 (532) 123-45-84", "0532***4584")]
    [InlineData("+90 (532) - 123.45.84", "+90532***4584")]
    [InlineData("+1 212 555 0184", "+1212***0184")]
    [InlineData("1.212.555.0184", "1212***0184")]
    [InlineData("+49 151 23456 784", "+49151***6784")]
    [InlineData("0532\u00A0123\u00A045\u00A084", "0532***4584")]
    [InlineData("%2B905321234584", "%2B90532***4584")]
    [InlineData("?caller=0532+123+45+84 - 200", "?caller=0532***4584 - 200")]
    [InlineData("?caller=+90+532+123+45+84&limit=1", "?caller=+90532***4584&limit=1")]
    [InlineData("?caller=%2B90+532+123+4584", "?caller=%2B90532***4584")]
    [InlineData("?a=905321234584+905339876543", "?a=90532***4584+90533***6543")]
    [InlineData("?caller=%30%35%33%32%31%32%33%34%35%38%34", "?caller=0532***4584")]
    [InlineData("?caller=%2b%39%305321%3234584&x", "?caller=%2b90532***4584&x")]
    [InlineData("?caller=0532%20123%2045%2084", "?caller=0532***4584")]
    [InlineData("?caller=0532+%31%32%33+45+84", "?caller=0532***4584")]
    [InlineData("?name=%C5%9F905321234584", "?name=%C5%9F90532***4584")]
    [InlineData(@"\u0039\u0030532\u0031234584", "90532***4584")]
    [InlineData("%2b90%20532%20123%2045%2084", "%2b90532***4584")]
    [InlineData("%22905321234584%22", "%2290532***4584%22")]
    [InlineData("%20905321234584", "%2090532***4584")]
    [InlineData(@"\u002B905321234584", @"\u002B90532***4584")]
    [InlineData(@"first\n905321234584\nlast", @"first\n90532***4584\nlast")]
    [InlineData(@"first\\n905321234584", @"first\\n90532***4584")]
    [InlineData("/api/callbacks/0532/123/45/84", "/api/callbacks/0532***4584")]
    [InlineData("[0532] 123-45-84", "[0532***4584")]
    [InlineData("0532_123_45_84", "0532***4584")]
    [InlineData("0532\t123\t4584", "0532***4584")]
    [InlineData(@"0532\t123\t4584", "0532***4584")]
    [InlineData("0532        123 45 84", "0532***4584")]
    [InlineData("/api/callbacks/0532%2520123%25204584", "/api/callbacks/0532***4584")]
    [InlineData("?caller=0532%25C2%25A0123%25C2%25A04584", "?caller=0532***4584")]
    [InlineData("?caller=%25252B905321234584", "?caller=%25252B90532***4584")]
    [InlineData("sip:905321234584@10.0.0.1:5060", "sip:90532***4584@10.0.0.1:5060")]
    [InlineData("/api/callbacks/905321234584?x=1", "/api/callbacks/90532***4584?x=1")]
    [InlineData("caller_905321234584.", "caller_90532***4584.")]
    [InlineData("tel-905321234584", "tel-90532***4584")]
    [InlineData("905321234584 in 42 ms", "90532***4584 in 42 ms")]
    [InlineData("905321234584 42 ms", "90532***4584 42 ms")]
    [InlineData("42 905321234584", "42 90532***4584")]
    [InlineData("0532 123 45 84 12 ms", "0532***4584 12 ms")]
    [InlineData("port 5060 0532 123 45 84", "port 5060 0532***4584")]
    [InlineData("905321234584 905339876543", "90532***4584 90533***6543")]
    [InlineData("905321234584,905339876543", "90532***4584,90533***6543")]
    [InlineData("0532 123 45 84 0533 987 65 43", "0532***4584 0533***6543")]
    [InlineData("2015-07-01 18:00:51 0532 123 45 84", "2015-07-01 18:00:51 0532***4584")]
    [InlineData("2015-07-01 0532 123 45 84", "2015-07-01 0532***4584")]
    [InlineData("10.0.0.1 0532 123 45 84", "10.0.0.1 0532***4584")]
    [InlineData("905321234584.0", "90532***4584.0")]
    public void Apply_PhoneNumber_HidesItsMiddle(string text, string expected)
    {
        var masked = PhoneMask.Apply(text);

        Assert.Equal(expected, masked);
    }

    [Theory]
    [InlineData("2026/12/01 10 of 445 calls")]
    [InlineData("")]
    [InlineData("no digits")]
    [InlineData("123456789")]
    [InlineData("1435762851086820")]
    [InlineData("12345678901234567890")]
    [InlineData("2015-07-01T18:00:51.086820+03:00")]
    [InlineData("2015-07-01T18:00:51.0868201Z")]
    [InlineData("2015-07-01 18:00:51")]
    [InlineData("2015-07-01 18:00:51.0868201 +03:00")]
    [InlineData("01.07.2015 18:00")]
    [InlineData("2015-07-01 2015-07-31")]
    [InlineData("1.02:03:04.1234567")]
    [InlineData("4bf92f3577b34da6a3ce929d0e0e4736")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("a1b2c3d4-1111-4222-8333-123456789012")]
    [InlineData("12345678-1234-1234-1234-123456789012")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("1234567-1111-2222-3333-123456789012")]
    [InlineData("kkk919b-aaaa-aaaa-bbbb-ccccccfd40ee")]
    [InlineData("answered 200 in 12.345678901234 ms")]
    [InlineData("0.30000000000000004")]
    [InlineData("0.1234567890123")]
    [InlineData("123.4567890123")]
    [InlineData("1.2345678901E-05")]
    [InlineData("192.168.100.200")]
    [InlineData("192.168.100.200:5080")]
    [InlineData("[::ffff:192.168.100.200]:51234")]
    [InlineData("10.0.26100.4652")]
    [InlineData("0HNDJ4QL5QJ0B:00000001")]
    [InlineData("x905321234567")]
    [InlineData("905321234567x")]
    [InlineData("ğ905321234567")]
    [InlineData("{\"EventId\":{\"Id\":9001},\"Port\":5080,\"Elapsed\":1.25,\"t\":1435762851086820}")]
    public void Apply_OtherText_StaysAsItIs(string text)
    {
        Assert.Equal(text, PhoneMask.Apply(text));
        Assert.Equal($"\"{text}\"", PhoneMask.ApplyJson($"\"{text}\""));
    }

    [Theory]
    [InlineData("{\"caller\":905321234584}", "{\"caller\":\"90532***4584\"}")]
    [InlineData("[905321234584,-905339876543,1435762851086820]", "[\"90532***4584\",\"-90533***6543\",1435762851086820]")]
    [InlineData("{\"905321234584\":\"a \\\" +90 532 123 45 84\\n\"}", "{\"90532***4584\":\"a \\\" +90532***4584\\n\"}")]
    [InlineData("{\"a\":1435762851,\"b\":0.1234567890123,\"c\":42}\n", "{\"a\":\"143***2851\",\"b\":0.1234567890123,\"c\":42}\n")]
    public void ApplyJson_PhoneNumber_StaysJson(string json, string expected)
    {
        var masked = PhoneMask.ApplyJson(json);

        Assert.Equal(expected, masked);
        using var document = JsonDocument.Parse(masked);
    }

    [Theory]
    [InlineData("{\"open")]
    [InlineData("\"ends in a backslash \\")]
    [InlineData("%2")]
    [InlineData("\\u00")]
    [InlineData("%zz\\uzzzz")]
    public void Apply_BrokenText_IsNoError(string text)
    {
        Assert.Equal(text, PhoneMask.Apply(text));
        Assert.Equal(text, PhoneMask.ApplyJson(text));
    }

    [Fact]
    public void Apply_EveryWayToWriteANumber_NeverLeavesItWhole() =>
        Gen.Select(Gen.Char["0123456789"].Array[12], Gen.Int[0, Separators.Length - 1].Array[4], Gen.Int[0, Prefixes.Length - 1])
            .Sample((digits, separators, prefix) =>
            {
                ReadOnlySpan<char> number = digits;
                var text = $"{Prefixes[prefix]}9{number[1]}{Separators[separators[0]]}{number[2..5]}{Separators[separators[1]]}{number[5..8]}"
                    + $"{Separators[separators[2]]}{number[8..10]}{Separators[separators[3]]}{number[10..]} end";

                Assert.Contains("***", PhoneMask.Apply(text), StringComparison.Ordinal);
            });

    [Theory]
    [InlineData("1 ")]
    [InlineData("12 ")]
    [InlineData("0532 ")]
    [InlineData("012.")]
    [InlineData("1.2")]
    [InlineData("aaaaaaaa-aaaa-aaaa-aaaa-")]
    [InlineData("2015-07-01")]
    [InlineData("%2B")]
    [InlineData("\\u002")]
    [InlineData("(((")]
    [InlineData("905321234584 ")]
    public void Apply_HostileText_TakesLinearTime(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 2_000_000 / part.Length));

        var started = Stopwatch.GetTimestamp();
        PhoneMask.Apply(text);

        // Takes some 50 ms; a quadratic scan of two million characters takes hours.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }
}
