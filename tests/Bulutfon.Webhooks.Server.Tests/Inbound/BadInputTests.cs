using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

/// <summary>What bad input gets: a clear answer, and what came is kept.</summary>
public sealed class BadInputTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Event = """{"event_type":"call_init","uuid":"bad-input","timestamp":1435762851086820""";

    private RunningServer Server => fixture.Server;

    [Theory]
    [InlineData(HttpExtensions.Json, "", 400, "empty_body", null, null)]
    [InlineData(HttpExtensions.Json, "  ", 400, "empty_body", null, null)]
    [InlineData(HttpExtensions.Json, """{"event_type":"call_init",}""", 400, "not_json", "$", 26)]
    [InlineData(HttpExtensions.Json, """{"event_type":"call_init","cdr":{"uuid":tru""", 400, "not_json", "$.cdr.uuid", 43)]
    [InlineData(HttpExtensions.Json, "[1]", 400, "not_an_object", "$", 0)]
    [InlineData(HttpExtensions.Json, """{"event_type":"call_init"}""", 400, "field_missing", "$.uuid", null)]
    [InlineData(HttpExtensions.Json, """{"uuid":"a"}""", 400, "field_missing", "$.event_type", null)]
    [InlineData(HttpExtensions.Form, "uuid=a&event_type=", 400, "field_missing", "$.event_type", null)]
    [InlineData(HttpExtensions.Json, """{"event_type":"call_init","uuid":["a"]}""", 400, "field_invalid", "$.uuid", null)]
    [InlineData(HttpExtensions.Json, """{"event_type":"call_init","uuid":"a","timestamp":"yesterday"}""", 400, "field_invalid", "$.timestamp", null)]
    [InlineData("text/plain", "event_type=call_init&uuid=a", 415, "unsupported_media_type", null, null)]
    [InlineData("multipart/form-data; boundary=x", "--x--", 415, "unsupported_media_type", null, null)]
    [InlineData("application/xml", "<event/>", 415, "unsupported_media_type", null, null)]
    public async Task It_is_answered_with_what_and_where_and_kept(string contentType, string body, int status, string code, string? path, int? offset)
    {
        using var hook = Server.HookClient();

        using var answer = await hook.PostBodyAsync(body, contentType);

        Assert.Equal(status, (int)answer.StatusCode);
        var problem = await answer.ReadProblemAsync();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(path, problem.TryGetProperty("path", out var where) ? where.GetString() : null);
        Assert.Equal(offset, problem.TryGetProperty("byte_offset", out var at) ? at.GetInt32() : null);
        await AssertKeptAsync(problem, status, code, Encoding.UTF8.GetBytes(body), body.Length);
    }

    [Fact]
    public async Task Json_that_is_not_utf8_is_refused_with_the_byte()
    {
        using var hook = Server.HookClient();
        byte[] body = [.. Encoding.UTF8.GetBytes(Event), .. ",\"x\":\""u8, 0xFF, .. "\"}"u8];

        using var answer = await hook.PostBodyAsync(body, HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.ReadProblemAsync();
        Assert.Equal("not_utf8", problem.GetProperty("code").GetString());
        Assert.Equal(Array.IndexOf(body, (byte)0xFF), problem.GetProperty("byte_offset").GetInt32());
        await AssertKeptAsync(problem, 400, "not_utf8", body, body.Length);
    }

    [Theory]
    [InlineData(64, "too_deep")]
    [InlineData(1000, "too_deep")]
    public async Task Nesting_over_the_bound_is_refused(int levels, string code)
    {
        using var hook = Server.HookClient();
        var body = $"{Event},\"x\":{string.Concat(Enumerable.Repeat("[", levels))}{string.Concat(Enumerable.Repeat("]", levels))}}}";

        using var answer = await hook.PostBodyAsync(body, HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (await answer.ReadProblemAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Nesting_within_the_bound_is_accepted()
    {
        using var hook = Server.HookClient();
        var body = $"{Event},\"x\":{string.Concat(Enumerable.Repeat("[", 63))}{string.Concat(Enumerable.Repeat("]", 63))}}}";

        using var answer = await hook.PostBodyAsync(body, HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Too_many_keys_are_refused(bool json)
    {
        using var hook = Server.HookClient();
        var keys = Enumerable.Range(0, 4097);
        var body = json
            ? $"{Event},{string.Join(',', keys.Select(key => $"\"k{key}\":1"))}}}"
            : $"event_type=call_init&uuid=a&{string.Join('&', keys.Select(key => $"k{key}=1"))}";

        using var answer = await hook.PostBodyAsync(body, json ? HttpExtensions.Json : HttpExtensions.Form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("too_many_keys", (await answer.ReadProblemAsync()).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_over_the_limit_is_refused_and_its_beginning_is_kept(bool chunked)
    {
        using var hook = Server.HookClient();
        var body = Encoding.UTF8.GetBytes($"{Event},\"x\":\"{new string('x', 300_000)}\"}}");
        using var answer = await PostAsync(hook, body, HttpExtensions.Json, chunked);

        Assert.True(answer.StatusCode == HttpStatusCode.RequestEntityTooLarge, await answer.Content.ReadAsStringAsync());
        var problem = await answer.ReadProblemAsync();
        Assert.Contains("262144", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await AssertKeptAsync(problem, 413, "body_too_large", body[..4096], body.Length);
    }

    [Theory]
    [InlineData(HttpExtensions.Form, "event_type=call_init&uuid=a&x=", 'x')]
    [InlineData(HttpExtensions.Json, """{"event_type":"call_init","uuid":"a"}""", ' ')]
    public async Task No_part_of_a_body_over_the_limit_is_taken_for_an_event(string contentType, string beginning, char filling)
    {
        using var hook = Server.HookClient();
        var body = Encoding.UTF8.GetBytes(beginning + new string(filling, 300_000));

        for (var i = 0; i < 20; i++)
        {
            using var answer = await PostAsync(hook, body, contentType, true);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Body_that_is_declared_too_large_is_not_waited_for()
    {
        using var client = new TcpClient();
        var stream = await BeginPostAsync(client, "Content-Length: 99999999\r\n\r\n{\"a\"");

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await new StreamReader(stream, Encoding.ASCII).ReadLineAsync());
    }

    [Fact]
    public async Task Beginning_of_a_body_that_is_declared_too_large_is_kept_whole_though_it_comes_in_pieces()
    {
        var body = Encoding.ASCII.GetBytes(new string('x', 300_000));
        using var client = new TcpClient { NoDelay = true };
        var stream = await BeginPostAsync(client, "Content-Length: 300000\r\n\r\nx");
        await stream.WriteAsync(body.AsMemory(1, 2000));
        await stream.WriteAsync(body.AsMemory(2001));

        var answer = new StreamReader(stream, Encoding.ASCII);
        while (!string.IsNullOrEmpty(await answer.ReadLineAsync()))
        {
            // The head says nothing new.
        }

        await answer.ReadLineAsync(); // the chunk's size
        using var problem = JsonDocument.Parse((await answer.ReadLineAsync())!);
        await AssertKeptAsync(problem.RootElement, 413, "body_too_large", body[..4096], body.Length);
    }

    [Fact]
    public async Task Body_of_just_the_limit_is_accepted()
    {
        using var hook = Server.HookClient();
        var head = $"{Event},\"x\":\"";
        var body = $"{head}{new string('x', 262_144 - head.Length - 2)}\"}}";
        Assert.Equal(262_144, body.Length);

        using var answer = await hook.PostBodyAsync(body, HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Endless_body_ends_with_an_answer()
    {
        using var client = new TcpClient();
        var stream = await BeginPostAsync(client, "Transfer-Encoding: chunked\r\n\r\n");
        var answer = new StreamReader(stream, Encoding.ASCII).ReadLineAsync();
        var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('[', 65536)}\r\n");

        // The server stops reading at its bound: from there on it answers, whatever else comes.
        try
        {
            while (!answer.IsCompleted)
            {
                await stream.WriteAsync(chunk);
            }
        }
        catch (IOException)
        {
            // It closed the connection behind its answer.
        }

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await answer);
    }

    [Theory]
    [InlineData("UTF-8", "application/json")]
    [InlineData("utf8", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("identity", "application/json")]
    [InlineData("Identity, UTF-8", "application/json")]
    [InlineData(null, "text/json")]
    [InlineData(null, "application/vnd.x+json")]
    [InlineData(null, "application/json, application/json")]
    public async Task A_content_encoding_that_compresses_nothing_and_other_names_of_JSON_are_accepted(string? encoding, string type)
    {
        using var hook = Server.HookClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, HttpExtensions.InboundPath) { Content = new ByteArrayContent("""{"event_type":"call_init","uuid":"e"}"""u8.ToArray()) };
        Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", type));
        if (encoding is not null)
        {
            Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding));
        }

        using var answer = await hook.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br, gzip")]
    [InlineData("utf-8, gzip")]
    public async Task Compressed_body_is_refused(string encoding)
    {
        using var hook = Server.HookClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, HttpExtensions.InboundPath) { Content = new ByteArrayContent([0x1F, 0x8B, 8]) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(HttpExtensions.Json);
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        using var answer = await hook.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("unsupported_content_encoding", (await answer.ReadProblemAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Foreign_content_type_is_told_the_two_that_are_accepted()
    {
        using var hook = Server.HookClient();

        using var answer = await hook.PostBodyAsync("{}", "text/plain");

        Assert.Equal("application/json, application/x-www-form-urlencoded", string.Join(", ", answer.Headers.GetValues("Accept")));
        var detail = (await answer.ReadProblemAsync()).GetProperty("detail").GetString();
        Assert.Contains("application/json or application/x-www-form-urlencoded", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""  {"event_type":"call_init","uuid":"untyped-json","timestamp":1435762851086820}""", "untyped-json")]
    [InlineData("event_type=call_init&uuid=untyped-form&timestamp=1435762851086820", "untyped-form")]
    public async Task Body_without_content_type_is_read_by_how_it_begins(string body, string uuid)
    {
        using var hook = Server.HookClient();
        using var viewer = Server.OperatorClient();

        using var answer = await hook.PostBodyAsync(body, contentType: null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var found = await viewer.GetJsonAsync($"/api/events?uuid={uuid}");
        Assert.Equal(uuid, Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("event").GetProperty("uuid").GetString());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Wrong_method_is_told_the_right_one(string method)
    {
        using var hook = Server.HookClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), HttpExtensions.InboundPath);

        using var answer = await hook.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(RunningServer.HookUser, "wrong")]
    [InlineData("nobody", RunningServer.HookPassword)]
    [InlineData(RunningServer.OperatorUser, RunningServer.OperatorPassword)]
    public async Task Without_the_hooks_credentials_nothing_is_stored(string? user, string? password)
    {
        using var client = user is null ? Server.AnonymousClient() : Server.HookClient(user, password!);
        await using var journal = Server.Journal.OpenContext();
        var before = (await journal.Journal.CountAsync(), await journal.Rejections.CountAsync());

        using var good = await client.PostBodyAsync($"{Event}}}", HttpExtensions.Json);
        using var bad = await client.PostBodyAsync("{", HttpExtensions.Json);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (good.StatusCode, bad.StatusCode));
        Assert.Equal("Basic", Assert.Single(good.Headers.WwwAuthenticate).Scheme);
        Assert.Equal(before, (await journal.Journal.CountAsync(), await journal.Rejections.CountAsync()));
    }

    [Theory]
    [InlineData("""{"event_type":"call_paused","uuid":"unheard","timestamp":1435762851086820,"caller":{"a":[1]},"talk_duration":"soon","new":{"b":null}}""", "unheard")]
    [InlineData("""{"event_type":"call_init","uuid":"not a guid","timestamp":1435762851086820,"domain_id":1e400,"caller":-5}""", "not a guid")]
    public async Task What_nobody_documented_is_accepted_and_kept(string body, string uuid)
    {
        using var hook = Server.HookClient();
        using var viewer = Server.OperatorClient();

        var id = await hook.PostEventAsync(body);

        var stored = await viewer.GetJsonAsync($"/api/events/{id}");
        var (sent, kept) = (JsonDocument.Parse(body).RootElement, stored.GetProperty("event"));
        Assert.Equal(uuid, kept.GetProperty("uuid").GetString());
        foreach (var name in new[] { "new", "talk_duration", "domain_id" }.Where(name => sent.TryGetProperty(name, out _)))
        {
            Assert.Equal(sent.GetProperty(name).GetRawText(), kept.GetProperty(name).GetRawText());
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient hook, byte[] body, string contentType, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, HttpExtensions.InboundPath) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TransferEncodingChunked = chunked;
        return await hook.SendAsync(request);
    }

    /// <summary>Writes the head of a post up to the last headers, and what follows as it is given.</summary>
    private async Task<NetworkStream> BeginPostAsync(TcpClient client, string rest)
    {
        await client.ConnectAsync(Server.Address.Host, Server.Address.Port);
        var stream = client.GetStream();
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RunningServer.HookUser}:{RunningServer.HookPassword}"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {HttpExtensions.InboundPath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {credentials}\r\nContent-Type: application/json\r\n{rest}"));
        return stream;
    }

    private async Task AssertKeptAsync(JsonElement problem, int status, string code, byte[] body, long size)
    {
        using var viewer = Server.OperatorClient();
        var address = string.Create(CultureInfo.InvariantCulture, $"/api/rejections/{problem.GetProperty("rejection_id").GetInt64()}");
        var kept = await viewer.GetJsonAsync(address);
        Assert.Equal(status, kept.GetProperty("status").GetInt32());
        Assert.Equal(code, kept.GetProperty("code").GetString());
        Assert.Equal(size, kept.GetProperty("size").GetInt64());
        Assert.Equal(body, await viewer.GetByteArrayAsync($"{address}/payload"));
    }
}
