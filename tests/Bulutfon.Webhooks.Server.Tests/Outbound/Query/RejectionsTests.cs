using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Tests.Journal;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

public sealed class RejectionsTests : IAsyncDisposable
{
    private readonly RunningServer _server = RunningServer.Start(settings: [("Inbound:MaxBodyBytes", "8192")]);
    private readonly HttpClient _hook;
    private readonly HttpClient _admin;

    public RejectionsTests()
    {
        _hook = _server.HookClient();
        _admin = _server.OperatorClient();
    }

    [Fact]
    public async Task What_is_refused_is_listed_with_its_reason_and_given_back_byte_by_byte()
    {
        byte[] body = [.. "{\"event_type\":\"call_init\",\"uuid\":"u8, 0xff, 0x00];
        var id = await _hook.PostRejectedAsync(Content(body, "application/json"), HttpStatusCode.BadRequest);

        var rejection = Assert.Single((await _admin.ReadAsync("/api/rejections")).GetProperty("items").EnumerateArray());
        using var payload = await _admin.GetAsync($"/api/rejections/{id}/payload");

        Assert.Equal(rejection.GetRawText(), (await _admin.ReadAsync($"/api/rejections/{id}")).GetRawText());
        Assert.Equal(
            ["id", "hook", "received_at", "status", "code", "detail", "path", "byte_offset", "content_type", "size", "truncated", "event_id"],
            rejection.EnumerateObject().Select(member => member.Name));
        Assert.Equal(400, rejection.GetProperty("status").GetInt32());
        Assert.Equal("default", rejection.GetProperty("hook").GetString());
        Assert.Equal(body.Length, rejection.GetProperty("size").GetInt64());
        Assert.False(rejection.GetProperty("truncated").GetBoolean());
        Assert.Equal(body, await payload.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/json", payload.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment", payload.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal($"rejection-{id}.json", payload.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("nosniff", Assert.Single(payload.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_filter_gives_what_matches_in_either_order()
    {
        await _hook.PostRejectedAsync(Content("{"u8.ToArray(), "application/json"), HttpStatusCode.BadRequest);
        await _hook.PostRejectedAsync(Content("<html>"u8.ToArray(), "text/html"), HttpStatusCode.UnsupportedMediaType);
        await _hook.PostRejectedAsync(Content(new byte[9000], "application/json"), HttpStatusCode.RequestEntityTooLarge);

        foreach (var (filter, ids) in new (string, long[])[]
        {
            ("status=415", [2]),
            ("status=400,415", [1, 2]),
            ("status=413", [3]),
            ("code=not_json", [1]),
            ("code=not_json,body_too_large", [1, 3]),
            ("hook=default", [1, 2, 3]),
            ("hook=other", []),
            ("from=2000-01-01", [1, 2, 3]),
            ("to=2000-01-01", []),
            ("from=2100-01-01", []),
            ("status=400&code=unsupported_media_type", []),
        })
        {
            Assert.Equal(Named(filter, ids), Named(filter, await _admin.ReadIdsAsync($"/api/rejections?order=asc&{filter}")));
            Assert.Equal(Named(filter, ids.Reverse()), Named(filter, await _admin.ReadIdsAsync($"/api/rejections?{filter}")));
        }
    }

    [Fact]
    public async Task Pages_give_each_rejection_once_and_a_cursor_belongs_to_its_list()
    {
        for (var number = 0; number < 7; number++)
        {
            await _hook.PostRejectedAsync(Content("x"u8.ToArray(), "text/plain"), HttpStatusCode.UnsupportedMediaType);
        }

        var first = await _admin.ReadAsync("/api/rejections?status=415&limit=3");
        var cursor = first.GetProperty("next_cursor").GetString();
        var second = await _admin.ReadAsync($"/api/rejections?status=415&limit=3&cursor={cursor}");
        var third = await _admin.ReadAsync($"/api/rejections?status=415&limit=3&cursor={second.GetProperty("next_cursor").GetString()}");

        long[] found = [.. EventsClient.Ids(first), .. EventsClient.Ids(second), .. EventsClient.Ids(third)];
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], found);
        Assert.Equal(JsonValueKind.Null, third.GetProperty("next_cursor").ValueKind);
        foreach (var other in new[] { "rejections?status=400", "rejections?status=415&order=asc", "events?" })
        {
            using var answer = await _admin.GetAsync($"/api/{other}&cursor={cursor}");
            Assert.Equal("cursor", (await answer.ReadProblemAsync(HttpStatusCode.BadRequest)).GetProperty("parameter").GetString());
        }
    }

    [Fact]
    public async Task A_text_that_no_store_can_hold_is_a_mistake()
    {
        foreach (var filter in new[] { "hook", "code" })
        {
            using var answer = await _admin.GetAsync($"/api/rejections?{filter}=a%00b");

            Assert.Equal(filter, (await answer.ReadProblemAsync(HttpStatusCode.BadRequest)).GetProperty("parameter").GetString());
        }
    }

    [Fact]
    public async Task A_retry_makes_an_event_of_what_can_be_read_today_dated_by_its_arrival()
    {
        var id = await KeepReadableAsync("""{"event_type":"call_init","uuid":"u-1"}""");

        using var answer = await _admin.PostAsync($"/api/rejections/{id}/retry", content: null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"id":1,"duplicate":false}""", await answer.Content.ReadAsStringAsync());
        var stored = await _admin.ReadAsync("/api/events/1");
        Assert.Equal("2015-07-01T15:00:51.086820Z", stored.GetProperty("received_at").GetString());
        Assert.Equal("2015-07-01T15:00:51.086820Z", stored.GetProperty("event").GetProperty("occurred_at").GetString());
        Assert.Equal("santral", stored.GetProperty("hook").GetString());
        Assert.Equal(1, Assert.Single(await _admin.ReadIdsAsync("/api/events?uuid=u-1")));
        Assert.Equal(1, (await _admin.ReadAsync($"/api/rejections/{id}")).GetProperty("event_id").GetInt64());
    }

    [Fact]
    public async Task Retries_at_once_make_one_event_and_the_others_are_told_which()
    {
        var id = await KeepReadableAsync("""{"event_type":"call_init","uuid":"u-1"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _admin.PostAsync($"/api/rejections/{id}/retry", content: null)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            var problem = await answer.ReadProblemAsync(HttpStatusCode.Conflict);
            Assert.Equal("rejection_retried", problem.Code());
            Assert.Equal(1, problem.GetProperty("event_id").GetInt64());
        }

        Assert.Equal(1, Assert.Single(await _admin.ReadIdsAsync("/api/events")));
    }

    [Fact]
    public async Task A_retry_of_an_event_that_was_posted_again_meanwhile_is_a_duplicate()
    {
        var body = EventsClient.Event("u-1", 1435762851086820);
        var id = await KeepReadableAsync(body);
        var posted = await _hook.PostAsync(body);

        using var answer = await _admin.PostAsync($"/api/rejections/{id}/retry", content: null);

        var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(posted, receipt.GetProperty("id").GetInt64());
        Assert.True(receipt.GetProperty("duplicate").GetBoolean());
        Assert.Equal(posted, (await _admin.ReadAsync($"/api/rejections/{id}")).GetProperty("event_id").GetInt64());
    }

    [Theory]
    [InlineData("application/json", "{\"event_type\":\"call_init\"}", HttpStatusCode.BadRequest, "field_missing")]
    [InlineData("application/json", "{", HttpStatusCode.BadRequest, "not_json")]
    [InlineData("text/plain", "{\"event_type\":\"call_init\",\"uuid\":\"1\"}", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    public async Task What_still_cannot_be_read_is_a_422_with_the_reason(string type, string body, HttpStatusCode status, string code)
    {
        var id = await _hook.PostRejectedAsync(Content(Encoding.UTF8.GetBytes(body), type), status);

        using var answer = await _admin.PostAsync($"/api/rejections/{id}/retry", content: null);

        Assert.Equal(code, (await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity)).Code());
        Assert.Empty(await _admin.ReadIdsAsync("/api/events"));
        Assert.Equal(JsonValueKind.Null, (await _admin.ReadAsync($"/api/rejections/{id}")).GetProperty("event_id").ValueKind);
    }

    [Fact]
    public async Task What_was_compressed_is_not_read_as_if_it_were_not()
    {
        var content = Content("event_type=call_init&uuid=1"u8.ToArray(), "application/x-www-form-urlencoded");
        content.Headers.ContentEncoding.Add("gzip");
        var id = await _hook.PostRejectedAsync(content, HttpStatusCode.UnsupportedMediaType);

        using var answer = await _admin.PostAsync($"/api/rejections/{id}/retry", content: null);

        Assert.Equal("unsupported_content_encoding", (await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity)).Code());
    }

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("")]
    [InlineData("identity, utf-8")]
    public async Task A_retry_judges_a_content_encoding_as_a_post_of_today(string encoding)
    {
        // As an earlier version refused it.
        var refusal = Refusal.ForEncoding(encoding);
        var kept = await _server.Journal.RejectAsync(new RejectionRow
        {
            Hook = "default",
            ReceivedAt = TestEvents.Arrival,
            Status = refusal.Status,
            Code = refusal.Code,
            Detail = refusal.Detail,
            ContentType = "application/json",
            Size = 36,
            Body = """{"event_type":"call_init","uuid":"e"}"""u8.ToArray(),
        });

        using var answer = await _admin.PostAsync($"/api/rejections/{kept.Id}/retry", content: null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_was_kept_in_part_is_a_409()
    {
        var id = await _hook.PostRejectedAsync(Content(new byte[9000], "application/json"), HttpStatusCode.RequestEntityTooLarge);

        using var answer = await _admin.PostAsync($"/api/rejections/{id}/retry", content: null);

        Assert.Equal("rejection_truncated", (await answer.ReadProblemAsync(HttpStatusCode.Conflict)).Code());
        var rejection = await _admin.ReadAsync($"/api/rejections/{id}");
        Assert.True(rejection.GetProperty("truncated").GetBoolean());
        Assert.Equal(9000, rejection.GetProperty("size").GetInt64());
        Assert.Equal(RejectionRow.KeptOfOversized, (await _admin.GetByteArrayAsync($"/api/rejections/{id}/payload")).Length);
    }

    [Fact]
    public async Task What_is_not_there_is_a_404()
    {
        foreach (var (method, address) in new[] { ("GET", "/api/rejections/7"), ("GET", "/api/rejections/7/payload"), ("POST", "/api/rejections/7/retry") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            using var answer = await _admin.SendAsync(request);

            Assert.Equal("rejection_not_found", (await answer.ReadProblemAsync(HttpStatusCode.NotFound)).Code());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _hook.Dispose();
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    private static string Named(string filter, IEnumerable<long> ids) => $"{filter} gives {string.Join(", ", ids)}";

    private static ByteArrayContent Content(byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    /// <summary>A body that an older parser refused, and today's does not.</summary>
    private async Task<long> KeepReadableAsync(string body) => (await _server.Journal.RejectAsync(new RejectionRow
    {
        Hook = "santral",
        ReceivedAt = 1435762851086820,
        Status = 400,
        Code = "field_invalid",
        Detail = "An older version refused it.",
        ContentType = "application/json",
        Size = body.Length,
        Body = Encoding.UTF8.GetBytes(body),
    })).Id;
}
