using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Privacy;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Tests.Outbound.Callbacks;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using CsCheck;
using PhoneNumbers;

namespace Bulutfon.Webhooks.Server.Tests.Numbers;

/// <summary>Everything that reads a number reads all spellings of <see cref="Spellings"/> alike.</summary>
public sealed class SpellingTests
{
    private static readonly string[] Parts =
    [
        "0", "00", "90", "+", "+90", "(0)", "532", "1160001", "45", "12345678", "1", "9", "4", "8", " ", "-", "/", ".", "\u00A0", "\u202A", "０", "٥", "tel:", "a", "İ", "ı", "I", "i\u0307", "\u0301", "\u200B", ";", "_",
    ];

    private static readonly Gen<string> Written = Gen.Int[0, Parts.Length - 1].Array[0, 12].Select(places => string.Concat(places.Select(place => Parts[place])));

    [Fact]
    public void Of_AnySpelling_IsOneKey() => Assert.All(Spellings.All, each => Assert.Equal((each.Written, each.Key), (each.Written, NumberKey.Of(each.Written))));

    [Fact]
    public void Of_AKey_IsTheKey() => Written.Sample(written => Assert.Equal(NumberKey.Of(written), NumberKey.Of(NumberKey.Of(written))), iter: 20_000);

    [Fact]
    public void Of_ACanonicalText_IsTheKeyOfTheSpelling() => Written.Where(written => !written.Contains('.', StringComparison.Ordinal)).Sample(
        written => Assert.Equal(NumberKey.Of(written), NumberKey.Of(CallerOf(written))), iter: 5_000);

    /// <summary>Google's library for phone numbers as an oracle: what it reads behind a plus is what our key means.</summary>
    [Fact]
    public void Of_AnInternationalNumber_HasTheDigitsOfItsE164()
    {
        var library = PhoneNumberUtil.GetInstance();
        foreach (var region in library.GetSupportedRegions())
        {
            foreach (var type in new[] { PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE })
            {
                if (library.GetExampleNumberForType(region, type) is not { } number)
                {
                    continue;
                }

                var e164 = library.Format(number, PhoneNumberFormat.E164);
                if (e164.Length > 8)
                {
                    Assert.Equal(e164[1..], NumberKey.Of(library.Format(number, PhoneNumberFormat.INTERNATIONAL))!.TrimStart('+'));
                    Assert.Equal(NumberKey.Of(e164), NumberKey.Of("00" + e164[1..]));
                    Assert.Equal(NumberKey.Of(e164), NumberKey.Of(library.Format(number, PhoneNumberFormat.RFC3966)));
                    Assert.Equal(number, library.Parse("+" + NumberKey.Of(e164)!.TrimStart('+'), null));
                }
            }

            if (region == "TR" && library.GetExampleNumber(region) is { } turkish)
            {
                Assert.Equal(NumberKey.Of(library.Format(turkish, PhoneNumberFormat.E164)), NumberKey.Of(library.Format(turkish, PhoneNumberFormat.NATIONAL)));
            }
        }
    }

    [Fact]
    public async Task Events_are_found_by_every_spelling_in_every_list()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        var number = 0;
        foreach (var (written, _) in Spellings.All)
        {
            await hook.PostEventAsync(EventsClient.Event($"spelling-{number++}", 1_435_762_851_086_820 + number, $"\"direction\":\"IN\",\"caller\":{JsonSerializer.Serialize(written)}"));
        }

        foreach (var (written, key) in Spellings.All)
        {
            var expected = Spellings.All.Count(each => each.Key == key);
            var escaped = Uri.EscapeDataString(written);
            Assert.Equal((written, expected), (written, (await reader.ReadIdsAsync($"/api/events?limit=500&caller={escaped}")).Length));
            Assert.Equal((written, expected), (written, (await reader.ReadAsync($"/api/calls?limit=500&caller={escaped}")).GetProperty("items").GetArrayLength()));
        }

        var shown = (await reader.GetStringAsync("/api/calls/export?format=csv&caller=" + Spellings.Mobile)).Split("0532 116 00 01").Length - 1;
        Assert.Equal(Spellings.OfMobile.Length, shown);
    }

    [Fact]
    public async Task A_mark_is_set_and_taken_back_by_every_spelling()
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60, caller: Spellings.Mobile);
        foreach (var (written, _) in Spellings.OfMobile)
        {
            var address = "/api/callbacks/" + Uri.EscapeDataString(written);
            using var marked = await server.Ayse.PutAsJsonAsync(address, new { state = "taken" });
            using var unmarked = await server.Ayse.DeleteAsync(address);

            Assert.Equal((written, HttpStatusCode.OK, HttpStatusCode.NoContent), (written, marked.StatusCode, unmarked.StatusCode));
        }
    }

    [Fact]
    public void An_erasure_of_any_spelling_finds_every_spelling()
    {
        foreach (var (written, _) in Spellings.OfMobile)
        {
            var number = WrittenNumber.Of(written)!;
            Assert.Equal(Spellings.Mobile, number.Key);
            Assert.All(Spellings.OfMobile, other => Assert.True(number.IsIn($"caller {other.Written}, called"), other.Written));
        }

        var foreign = WrittenNumber.Of("+45 12 34 56 78")!;
        Assert.All(Spellings.Others.Where(each => each.Key == Spellings.Danish), each => Assert.True(foreign.IsIn($"\"{each.Written}\""), each.Written));
        Assert.False(foreign.IsIn("\"0451 234 56 78\""));
        Assert.False(WrittenNumber.Of("0451 234 56 78")!.IsIn("\"+4512345678\""));
    }

    [Fact]
    public void No_spelling_is_shown_whole_in_a_log() => Assert.All(
        Spellings.OfMobile.Where(each => !each.Written.Contains('[') && !each.Written.Contains('/') && !each.Written.Contains('\t')),
        each =>
        {
            Assert.True(PhoneMask.Apply($"number {each.Written}, end").Contains("***", StringComparison.Ordinal), each.Written);
            Assert.True(PhoneMask.Apply($"/api/callbacks/{Uri.EscapeDataString(each.Written)}").Contains("***", StringComparison.Ordinal), each.Written);
        });

    [Theory]
    [InlineData("/api/callbacks/0532%C2%A0777%C2%A088%C2%A099")]
    [InlineData("/api/callbacks/0532%2F777%2F88%2F99")]
    [InlineData("/api/callbacks/%D9%A0%D9%A5%D9%A3%D9%A2%D9%A7%D9%A7%D9%A7%D9%A8%D9%A8%D9%A9%D9%A9")]
    [InlineData("/api/callbacks/0532%20%20%20%20%20%20777%208899")]
    [InlineData("/api/callbacks/%EF%BC%90532%E2%80%91777%E2%80%9188%E2%80%9199")]
    [InlineData("/api/callbacks/0532%0A777%0A8899")]
    public void A_number_in_a_path_is_hidden_in_a_log(string path) => Assert.Contains("***", PhoneMask.Apply(path), StringComparison.Ordinal);

    [Theory]
    [InlineData("+4512345678", "00 4512345678")]
    [InlineData("+90 (0532) 116 00 01", "0532 116 00 01")]
    public void A_shown_number_can_be_dialled_and_read_back(string written, string shown)
    {
        Assert.Equal(shown, PhoneText.Of(written));
        Assert.Equal(NumberKey.Of(written), NumberKey.Of(shown));
    }

    private static string? CallerOf(string written) => WebhookEventParser
        .Parse(JsonSerializer.SerializeToUtf8Bytes(new { event_type = "call_init", uuid = "u", caller = written }), WebhookBodyFormat.Json).Event!.Caller;
}
