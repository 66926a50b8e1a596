using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Journal;
using Bulutfon.Webhooks.Server.Tests.Outbound.Callbacks;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Bulutfon.Webhooks.Server.Tests.PostgreSql;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Privacy;

public sealed class ErasureTests
{
    private const string Core = "5321234567";
    private const string Number = "90" + Core;
    private const long Time = 1_435_762_851_086_820;

    private static readonly string Escaped = string.Concat(("0" + Core).Select(digit => $"\\u{(int)digit:x4}"));

    private static readonly (string Body, string ContentType)[] Bodies =
    [
        ($$"""{"event_type":"call_init","uuid":"number","timestamp":{{Time}},"caller":{{Number}}}""", HttpExtensions.Json),
        ($$"""{"event_type":"call_init","uuid":"text","timestamp":{{Time}},"callee":"0532 123 45 67"}""", HttpExtensions.Json),
        ($$"""{"event_type":"call_init","uuid":"escapes","timestamp":{{Time}},"caller":"{{Escaped}}"}""", HttpExtensions.Json),
        ($"event_type=call_init&uuid=form&timestamp={Time}&caller=%2B{Number}", HttpExtensions.Form),
        ($"event_type=call_init&uuid=percents&timestamp={Time}&caller={string.Concat(Number.Select(digit => $"%{(int)digit:X2}"))}", HttpExtensions.Form),
        ($"event_type=call_hangup&uuid=json-in-form&timestamp={Time}&cdr=%7B%22bf_caller%22%3A%22%5Cu0030{Core}%22%7D", HttpExtensions.Form),
        ($$$"""{"event_type":"call_hangup","uuid":"leg","timestamp":{{{Time}}},"cdr":{"callflow":[{"callee":100,"origination":[{"destination":{{{Number}}} }]}]} }""", HttpExtensions.Json),
        ($$"""{"event_type":"call_init","uuid":"additional","timestamp":{{Time}},"additional_data":"{\"customer\":{\"phone\":\"0{{Core}}\"} }"}""", HttpExtensions.Json),
        ($$"""{"event_type":"call_hangup","uuid":"recording","timestamp":{{Time}},"cdr_url":"https://cdr.example/{{Number}}.mp3"}""", HttpExtensions.Json),
        ($$"""{"event_type":"call_init_extension","uuid":"destination","timestamp":{{Time}},"destination":"{{Number}}"}""", HttpExtensions.Json),
        ($$"""{"event_type":"of_2030","uuid":"key","timestamp":{{Time}},"{{Number}}":true}""", HttpExtensions.Json),
    ];

    [Fact]
    public async Task Nothing_of_a_number_is_left_in_the_files()
    {
        using var folder = new TemporaryFolder();
        await using (var server = RunningServer.Start(folder))
        {
            using var hook = server.HookClient();
            using var admin = server.OperatorClient();
            var kept = await hook.PostAsync(EventsClient.Event("kept", Time, "\"caller\":905320000000"));
            var events = new List<long>();
            foreach (var (body, contentType) in Bodies)
            {
                events.Add(await hook.PostEventAsync(body, contentType));
            }

            await PostManyAsync(server);
            var rejection = await hook.PostRejectedAsync(new StringContent($"{{\"caller\": {Number}, ", Encoding.UTF8, HttpExtensions.Json), HttpStatusCode.BadRequest);
            var packed = await hook.PostRejectedAsync(Packed($$"""{"caller":"{{Number}}"}"""), HttpStatusCode.UnsupportedMediaType);
            var keptRejection = await hook.PostRejectedAsync(new StringContent("{", Encoding.UTF8, HttpExtensions.Json), HttpStatusCode.BadRequest);
            await admin.ReadAsync($"/api/events?caller={Number}");

            var report = await EraseAsync(admin, "0532 123 45 67");

            Assert.Equal(events.Count + Many, report.GetProperty("events").GetInt64());
            Assert.Equal(2, report.GetProperty("rejections").GetInt64());
            Assert.Equal(RunningServer.OperatorUser, report.GetProperty("requested_by").GetString());
            foreach (var address in events.Select(id => $"/api/events/{id}").Concat([$"/api/events/{events[0]}/payload", $"/api/rejections/{rejection}", $"/api/rejections/{packed}/payload"]))
            {
                using var gone = await admin.GetAsync(address);
                Assert.True((await gone.ReadProblemAsync(HttpStatusCode.Gone)).GetProperty("erased_at").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
            }

            Assert.Equal(kept, (await admin.ReadAsync($"/api/events/{kept}")).GetProperty("id").GetInt64());
            Assert.Equal(keptRejection, (await admin.ReadAsync($"/api/rejections/{keptRejection}")).GetProperty("id").GetInt64());
            Assert.Empty(await admin.ReadIdsAsync($"/api/events?caller_or_callee={Number}"));
            Assert.Equal([kept], await admin.ReadIdsAsync("/api/events?uuid=kept"));
            Assert.False((await admin.ReadAsync("/api/events?uuid=number")).TryGetProperty("indexed_to", out _));
            Assert.DoesNotContain(Core, string.Join('\n', server.Log.Events.Select(logged => logged.RenderMessage(System.Globalization.CultureInfo.InvariantCulture))), StringComparison.Ordinal);
        }

        AssertNothingIn(folder);
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task The_report_names_the_files_that_an_erasure_does_not_reach()
    {
        using var folder = new TemporaryFolder();
        await using var server = RunningServer.Start(folder);
        using var admin = server.OperatorClient();
        string[] copies = [".before-restore-20260504T090000Z", ".before-restore-20260504T090000Z-wal", ".kept-wal"];
        foreach (var copy in copies)
        {
            await File.WriteAllTextAsync(server.JournalFile + copy, "held before");
        }

        var report = await EraseAsync(admin, Number);

        Assert.Equal(
            copies.Select(copy => Path.GetFileName(server.JournalFile) + copy),
            report.GetProperty("copies").EnumerateArray().Select(copy => copy.GetString()));
    }

    [Fact]
    public async Task Ids_of_erased_events_are_never_given_again()
    {
        using var folder = new TemporaryFolder();
        long last;
        await using (var server = RunningServer.Start(folder))
        {
            using var hook = server.HookClient();
            using var admin = server.OperatorClient();
            last = await hook.PostEventAsync(Bodies[0].Body);
            await EraseAsync(admin, Number);
        }

        await using var again = RunningServer.Start(folder);
        using var next = again.HookClient();

        Assert.Equal(last + 1, await next.PostEventAsync(Bodies[0].Body));
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task An_erasure_that_a_stop_cut_off_goes_on_with_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var files = new SqliteJournalFiles(folder.File("journal.db"));
        await using (var server = RunningServer.Start(folder))
        {
            using var hook = server.HookClient();
            await hook.PostEventAsync(Bodies[0].Body);
        }

        using (var journal = new SqliteJournal(
            files, new JournalOptions(), 100, new CommitHealth(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<CommitHealth>.Instance), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<SqliteJournal>.Instance))
        {
            await journal.KeepUpAsync(new PendingErasure(Number, "ayse", Time));
        }

        await using (var server = RunningServer.Start(folder))
        {
            using var admin = server.OperatorClient();
            var report = await WaitAsync(admin, "/api/erasures/1");

            Assert.Equal(1, report.GetProperty("events").GetInt64());
            Assert.Equal("ayse", report.GetProperty("requested_by").GetString());
        }

        AssertNothingIn(folder);
    }

    [Fact]
    public async Task Marks_of_call_backs_go_too()
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60);
        await CallbackServer.MarkAsync(server.Ayse, "taken");

        var report = await EraseAsync(server.Reader, CallbackServer.Customer, server.Clock);

        Assert.Equal(1, report.GetProperty("callback_marks").GetInt64());
        Assert.Equal(2, report.GetProperty("events").GetInt64());
        Assert.Empty(await server.ListAsync());
    }

    [Theory]
    [InlineData("""{"number":"123456"}""", "invalid_number")]
    [InlineData("""{"number":"anonymous"}""", "invalid_number")]
    [InlineData("{}", "invalid_number")]
    [InlineData("{", "bad_request")]
    public async Task A_request_that_names_no_number_is_refused(string body, string code)
    {
        await using var server = RunningServer.Start();
        using var admin = server.OperatorClient();

        using var answer = await admin.PostAsync("/api/erasures", new StringContent(body, Encoding.UTF8, HttpExtensions.Json));

        Assert.Equal(code, (await EventsClient.ReadProblemAsync(answer, HttpStatusCode.BadRequest)).Code());
    }

    [Fact]
    public async Task A_stream_passes_over_what_was_erased()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var admin = server.OperatorClient();
        await hook.PostEventAsync(Bodies[0].Body);
        var kept = await hook.PostAsync(EventsClient.Event("kept", Time));
        await EraseAsync(admin, Number);

        var followed = await server.Journal.ReadAfterAsync(0, 10, CancellationToken.None);

        Assert.Equal(kept, Assert.Single(followed).Id);
    }

    private const int Many = 3000;

    /// <summary>Many rows, in no order of time, whose index keys have the number: pages of the index are split and balanced.</summary>
    private static async Task PostManyAsync(RunningServer server)
    {
        var random = new Random(5);
        var answers = new List<Task>();
        for (var number = 0; number < Many; number++)
        {
            var at = Time + random.Next(1_000_000_000);
            answers.Add(server.Journal.AppendAsync(TestEvents.Json($$"""{"event_type":"call_init_extension","uuid":"erase-{{number}}","timestamp":{{at}},"destination":"{{Number}}","caller":{{Number}}}""")).AsTask());
            answers.Add(server.Journal.AppendAsync(TestEvents.Json($$"""{"event_type":"call_init_extension","uuid":"keep-{{number}}","timestamp":{{at + 1}},"destination":"101","caller":905320000001}""")).AsTask());
        }

        await Task.WhenAll(answers);
    }

    /// <param name="admin">Who asks.</param>
    /// <param name="number">For which number.</param>
    /// <param name="clock">The server's clock if it is none that goes by itself: what is tried again waits for it.</param>
    private static async Task<JsonElement> EraseAsync(HttpClient admin, string number, FakeTimeProvider? clock = null)
    {
        using var answer = await admin.PostAsJsonAsync("/api/erasures", new { number });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await WaitAsync(admin, answer.Headers.Location!.ToString(), clock);
    }

    private static async Task<JsonElement> WaitAsync(HttpClient admin, string address, FakeTimeProvider? clock = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            var report = await admin.ReadAsync(address);
            if (report.GetProperty("state").GetString() == "done")
            {
                return report;
            }

            clock?.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, patience.Token);
        }
    }

    private static ByteArrayContent Packed(string json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json));
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(HttpExtensions.Json);
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private static void AssertNothingIn(TemporaryFolder folder) => AssertNothingIn(folder, [.. Patterns()]);

    /// <summary>No file of a stopped server, and no table of its database, holds one of the patterns.</summary>
    internal static void AssertNothingIn(TemporaryFolder folder, IReadOnlyList<(string Name, byte[] Pattern)> patterns)
    {
        if (TestStore.DatabaseFor(folder) is { } database)
        {
            AssertNothingIn(database, patterns);
            return;
        }

        var files = Directory.GetFiles(Path.GetDirectoryName(folder.File("x"))!);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var (name, pattern) in patterns)
            {
                Assert.True(bytes.AsSpan().IndexOf(pattern) < 0, $"{Path.GetFileName(file)} holds the number as {name}.");
            }
        }
    }

    /// <summary>Every row of every table, as text and as the bytes that it shows in hexadecimal digits.</summary>
    private static void AssertNothingIn(PostgreSqlDatabase database, IReadOnlyList<(string Name, byte[] Pattern)> patterns)
    {
        var tables = database.Scalar<string[]>("SELECT array_agg(format('%I.%I', schemaname, tablename)) FROM pg_tables WHERE schemaname = 'public' OR schemaname LIKE 'projection%'");
        Assert.Contains("public.journal_default", tables);
        foreach (var table in tables)
        {
            var rows = database.Scalar<string>($"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t");
            foreach (var (name, pattern) in patterns)
            {
                Assert.False(rows.Contains(Convert.ToHexStringLower(pattern), StringComparison.Ordinal), $"{table} holds the number as {name}.");
                Assert.False(rows.Contains(Encoding.Latin1.GetString(pattern), StringComparison.Ordinal), $"{table} holds the number as {name}.");
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Pattern)> Patterns()
    {
        yield return ("text", Encoding.ASCII.GetBytes(Core));
        yield return ("text with blanks", Encoding.ASCII.GetBytes("532 123 45 67"));
        yield return ("percents", Encoding.ASCII.GetBytes(string.Concat(Core.Select(digit => $"%{(int)digit:X2}"))));
        yield return ("escapes", Encoding.ASCII.GetBytes(Escaped));
        foreach (var number in new[] { Core, Number })
        {
            var integer = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(integer, long.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
            yield return ("an integer", integer[3..]);
        }
    }
}
