using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

public sealed class StoredEventTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(1234));
    private readonly RunningServer _server;
    private readonly HttpClient _hook;
    private readonly HttpClient _reader;

    public StoredEventTests()
    {
        _server = RunningServer.Start(services: services => services.AddSingleton<TimeProvider>(_time));
        _hook = _server.HookClient();
        _reader = _server.OperatorClient();
    }

    [Fact]
    public async Task An_event_is_shown_with_bulutfons_names_and_readable_turkish()
    {
        var body = """{"event_type":"call_init_manu","uuid":"u-1","caller":905321112233,"timestamp":1435762851,"yeni_alan":{"açıklama":"Şişli & Çağrı <+90>"},"additional_data":"İğne"}""";
        await _hook.PostAsync(body);
        await _hook.PostAsync(body);

        var text = await _reader.GetStringAsync("/api/events/1");

        Assert.Equal(
            """{"id":1,"hook":"default","received_at":"2026-01-01T12:00:00.001234Z","delivery_count":2,"event":{"event_type":"call_init_menu","uuid":"u-1","caller":"905321112233","timestamp":1435762851000000,"occurred_at":"2015-07-01T15:00:51.000000Z","additional_data":"İğne","yeni_alan":{"açıklama":"Şişli & Çağrı <+90>"}}}""",
            text);
        Assert.Equal($$"""{"items":[{{text}}],"next_cursor":null}""", await _reader.GetStringAsync("/api/events"));
        Assert.Equal($$"""{"items":[{{text}}],"next_cursor":null}""", await _reader.GetStringAsync("/api/events?caller=05321112233"));
    }

    [Fact]
    public async Task An_event_without_a_time_is_of_its_arrival()
    {
        var id = await _hook.PostAsync("""{"event_type":"call_init","uuid":"u-1"}""");

        var stored = await _reader.ReadAsync($"/api/events/{id}");

        Assert.Equal("2026-01-01T12:00:00.001234Z", stored.GetProperty("event").GetProperty("occurred_at").GetString());
        Assert.Equal([id], await _reader.ReadIdsAsync("/api/events?from=2026-01-01T12:00:00.001234Z&to=2026-01-01T12:00:00.001235Z"));
        Assert.Empty(await _reader.ReadIdsAsync("/api/events?from=2026-01-01T12:00:00.0012341Z"));
        Assert.Equal([id], await _reader.ReadIdsAsync("/api/events?to=2026-01-01T12:00:00.0012341Z"));
    }

    [Fact]
    public async Task An_event_that_can_no_longer_be_read_is_still_listed_and_says_why()
    {
        var id = await _hook.PostAsync(EventsClient.Event("u-1", 1435762851));

        // As an older parser might have taken it.
        if (_server.Database is { } database)
        {
            database.Execute("""UPDATE journal SET body = convert_to('{"event_type":"call_init"}', 'UTF8')""");
        }
        else
        {
            using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_server.JournalFile}");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """UPDATE journal SET body = CAST('{"event_type":"call_init"}' AS BLOB)""";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        var stored = Assert.Single((await _reader.ReadAsync("/api/events")).GetProperty("items").EnumerateArray());

        Assert.Equal(id, stored.GetProperty("id").GetInt64());
        Assert.Equal(JsonValueKind.Null, stored.GetProperty("event").ValueKind);
        Assert.Contains("uuid", stored.GetProperty("unreadable").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"event_type":"call_init"}""", await _reader.GetStringAsync($"/api/events/{id}/payload"));
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", "{\"event_type\":\"call_init\", \"uuid\":\"ş\"}\r\n", "application/json; charset=utf-8", "event-1.json")]
    [InlineData("application/x-www-form-urlencoded", "event_type=call_init&uuid=%C5%9F&x=a+b", "application/x-www-form-urlencoded", "event-1.txt")]
    [InlineData(null, "event_type=call_init&uuid=1", "application/octet-stream", "event-1.bin")]
    [InlineData("application/json; =x", "{\"event_type\":\"call_init\",\"uuid\":\"1\"}", "application/octet-stream", "event-1.bin")]
    public async Task A_payload_is_the_body_byte_by_byte_as_an_attachment(string? sent, string body, string type, string file)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (sent is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", sent);
        }

        using var _ = await _hook.PostAsync("/webhooks/bulutfon", content);
        using var answer = await _reader.GetAsync("/api/events/1/payload");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Encoding.UTF8.GetBytes(body), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(file, answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/api/events/1", "event_not_found")]
    [InlineData("/api/events/0/payload", "event_not_found")]
    [InlineData("/api/events/abc", "not_found")]
    public async Task What_is_not_there_is_a_404(string address, string code)
    {
        using var answer = await _reader.GetAsync(address);

        Assert.Equal(code, (await answer.ReadProblemAsync(HttpStatusCode.NotFound)).Code());
    }

    public async ValueTask DisposeAsync()
    {
        _hook.Dispose();
        _reader.Dispose();
        await _server.DisposeAsync();
    }
}
