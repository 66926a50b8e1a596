using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Privacy;
using Bulutfon.Webhooks.Server.Tests.Numbers;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Privacy;

/// <summary>An erasure finds every writing of a number in every kind of body, and leaves what only resembles it.</summary>
public sealed class ErasedWritingsTests
{
    private const long Time = 1_435_762_851_086_820;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>With marks that no filter reads as a number, as names of files and programs have them.</summary>
    private static readonly string[] WithMarks =
    [
        "0532_116_00_01", "rec_0532_1160001.wav", "0532,116,00,01", "0532:116:00:01", "0532*116*00*01", "0532·116·00·01", "0532;116;00;01", "0532 - 116 , 00 01",
        "0532•116•00•01", "0532~116~00~01", "0532|116|00|01", "0532#116#00#01", "0532'116'00'01", "0532−116−00−01", "0532___116__00_01", "(0532) - 116 - 00 01", "x905321160001y",
        "2026120190532116000107", "0532__ __116 00 01", "0532$116$00$01", "⓪⑤③②①①⑥⓪⓪⓪①", "⁰⁵³²¹¹⁶⁰⁰⁰¹",
    ];

    private static IEnumerable<string> Writings => Spellings.OfMobile.Select(each => each.Written).Concat(WithMarks);

    [Fact]
    public async Task After_done_no_filter_and_no_byte_finds_a_writing_of_the_number()
    {
        using var folder = new TemporaryFolder();
        await EraseAllAsync(folder);
        ErasureTests.AssertNothingIn(folder, [.. Writings.SelectMany(Patterns)]);
    }

    private static IEnumerable<(string Name, byte[] Pattern)> Patterns(string written)
    {
        yield return (written, Utf8.GetBytes(written));
        yield return ($"percents of {written}", Utf8.GetBytes(Uri.EscapeDataString(written)));
        yield return ($"escapes of {written}", Utf8.GetBytes(JsonSerializer.Serialize(written).Trim('"')));
    }

    private static async Task EraseAllAsync(TemporaryFolder folder)
    {
        await using var server = RunningServer.Start(folder);
        using var hook = server.HookClient();
        using var admin = server.OperatorClient();
        var kept = await hook.PostEventAsync(EventsClient.Event("kept", Time, "\"caller\":905321160002"));
        var bodies = 0;
        foreach (var (written, index) in Writings.Select((written, index) => (written, index)))
        {
            var json = JsonSerializer.Serialize(written);
            var form = Uri.EscapeDataString(written);
            var head = $"event_type=call_init&timestamp={Time + index}";
            await hook.PostEventAsync(EventsClient.Event($"j-{index}", Time + index, $"\"caller\":{json}"));
            await hook.PostEventAsync($"{head}&uuid=f-{index}&caller={form}", HttpExtensions.Form);
            await hook.PostEventAsync($"{head}&uuid=fj-{index}&cdr={Uri.EscapeDataString($"{{\"bf_caller\":{json}}}")}", HttpExtensions.Form);
            using var rejected = await hook.PostBodyAsync(Utf8.GetBytes($"{{\"caller\":{json}, "), HttpExtensions.Json);
            Assert.Equal(HttpStatusCode.BadRequest, rejected.StatusCode);
            using var rejectedForm = await hook.PostBodyAsync(Utf8.GetBytes($"caller={form.Replace("%20", "+", StringComparison.Ordinal)}"), HttpExtensions.Form);
            Assert.Equal(HttpStatusCode.BadRequest, rejectedForm.StatusCode);
            bodies++;
        }

        Assert.True(bodies * 3 >= 150, $"only {bodies} writings");
        var report = await EraseAsync(admin);
        Assert.Equal([kept], await admin.ReadIdsAsync("/api/events?limit=500"));
        Assert.Empty(await admin.ReadIdsAsync("/api/rejections?limit=500"));
        Assert.Equal(3 * bodies, report.GetProperty("events").GetInt64());
        Assert.Equal("kept", Assert.Single((await admin.ReadAsync("/api/calls?limit=500")).GetProperty("items").EnumerateArray()).GetProperty("uuid").GetString());
    }

    [Fact]
    public void Every_writing_is_found_in_every_encoding()
    {
        var number = WrittenNumber.Of(Spellings.Mobile)!;
        foreach (var written in Writings)
        {
            var utf8 = Utf8.GetBytes($"<{written}>");
            var percents = string.Concat(utf8.Select(value => $"%{value:x2}"));
            Assert.True(IsIn(number, utf8), written);
            Assert.True(IsIn(number, Utf8.GetBytes(percents)), $"percents of {written}");
            Assert.True(IsIn(number, Utf8.GetBytes(percents.Replace("%", "%25", StringComparison.Ordinal))), $"doubled percents of {written}");
            Assert.True(IsIn(number, Utf8.GetBytes(JsonSerializer.Serialize(JsonSerializer.Serialize($"<{written}>")))), $"JSON in JSON of {written}");
            Assert.True(IsIn(number, Utf8.GetBytes(string.Concat($"<{written}>".Select(unit => $"\\u{(int)unit:x4}")))), $"escapes of {written}");
            Assert.True(IsIn(number, Encoding.Unicode.GetBytes($"<{written}>")), $"UTF-16 of {written}");
            Assert.True(IsIn(number, Encoding.BigEndianUnicode.GetBytes($"<{written}>")), $"UTF-16 of {written}");
        }

        Assert.True(IsIn(number, Encoding.Latin1.GetBytes("0532\u00A0116\u00A00001")));
        Assert.True(IsIn(number, Utf8.GetBytes("0532&nbsp;116&#160;00&#48;1")));
        Assert.True(IsIn(number, Utf8.GetBytes("caller=0532%0A116%0A00%0A01")));
        Assert.True(IsIn(number, Utf8.GetBytes("{\"caller\":9.05321160001E11}")));
        Assert.True(IsIn(number, Utf8.GetBytes("caller=0532%u00A0116%u00A000%u00301")));
    }

    [Theory]
    [InlineData("0532 116 00 02")]
    [InlineData("+15321160001")]
    [InlineData("\"caller\":\"0532116\",\"callee\":\"0001\"")]
    [InlineData("1435762851086820")]
    [InlineData("0532 116 0____0 01")]
    [InlineData("caller=0532116&callee=0001")]
    public void What_only_resembles_the_number_is_kept(string text) => Assert.False(WrittenNumber.Of(Spellings.Mobile)!.IsIn(text));

    [Theory]
    [InlineData("444 14 44", "call 444 14 44 now", true)]
    [InlineData("444 14 44", "4441444", true)]
    [InlineData("444 14 44", "0532 116 00 01, 444-14-44", true)]
    [InlineData("444 14 44", "1444144499", false)]
    public void A_short_number_has_to_be_whole_groups(string number, string text, bool isIn) => Assert.Equal(isIn, WrittenNumber.Of(number)!.IsIn(text));

    [Fact]
    public void A_body_that_unpacks_to_more_than_a_body_may_have_is_deleted_when_in_doubt()
    {
        var bomb = Pack(new byte[16 * 1024 * 1024]);
        Assert.True(bomb.Length < 20_000);
        Assert.Null(DecodedBody.TextsOfRefused(bomb, 262_144));
        Assert.Null(DecodedBody.TextsOfRefused(Pack(bomb), 262_144));
        Assert.Contains(DecodedBody.TextsOfRefused(Pack(Utf8.GetBytes("05321160001")), 262_144)!, WrittenNumber.Of(Spellings.Mobile)!.IsIn);
        Assert.Contains(DecodedBody.TextsOfRefused(Pack(Pack(Utf8.GetBytes("05321160001"))), 262_144)!, WrittenNumber.Of(Spellings.Mobile)!.IsIn);
    }

    [Theory]
    [InlineData("caller=+532+116+00+01", HttpExtensions.Form, true)]
    [InlineData("additional_data=call+532+116+00+01+now", HttpExtensions.Form, true)]
    [InlineData("{\"caller\":\"+5321160001\"}", HttpExtensions.Json, false)]
    public void A_plus_sign_is_a_blank_in_forms_alone(string body, string contentType, bool isIn) =>
        Assert.Equal(isIn, DecodedBody.TextsOf(Utf8.GetBytes(body), contentType).Any(WrittenNumber.Of(Spellings.Mobile)!.IsIn));

    [Fact]
    public async Task A_compressed_rejection_that_does_not_say_so_is_erased_too()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var admin = server.OperatorClient();
        using var refused = await hook.PostBodyAsync(Pack(Utf8.GetBytes("{\"caller\":\"0532 116 00 01\"}")), HttpExtensions.Json);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        var report = await EraseAsync(admin);

        Assert.Equal(1, report.GetProperty("rejections").GetInt64());
    }

    /// <summary>A short number has to be whole groups, and there may be many: each start with each end would be judged.</summary>
    [Fact]
    public void A_short_number_is_compared_only_where_its_last_digits_are()
    {
        var run = new DigitRun();
        for (var group = 0; group < 1000; group++)
        {
            run.Add(1);
            run.EndGroup();
        }

        Assert.Empty(run.Tokens("41444", 32));
    }

    private static async Task<JsonElement> EraseAsync(HttpClient admin)
    {
        using var asked = await admin.PostAsJsonAsync("/api/erasures", new { number = "\u202A+90 (0532) 116\u00A000 01\u202C" });
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        JsonElement report;
        while ((report = await admin.ReadAsync(asked.Headers.Location!.ToString())).GetProperty("state").GetString() != "done")
        {
            await Task.Delay(50, patience.Token);
        }

        return report;
    }

    private static bool IsIn(WrittenNumber number, byte[] body) => DecodedBody.TextsOf(body).Any(number.IsIn);

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
