using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Live;

/// <summary>A client that follows a stream, as a browser does.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    public const string Path = "/api/events/stream";
    public const string CallsPath = "/api/calls/stream";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _client;
    private readonly CancellationTokenSource _leaving = new();
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventStream(HttpClient client, HttpResponseMessage answer, Stream body)
    {
        _client = client;
        Answer = answer;
        _items = SseParser.Create(body).EnumerateAsync(_leaving.Token).GetAsyncEnumerator(_leaving.Token);
    }

    public HttpResponseMessage Answer { get; }

    /// <summary>Follows, and reads the heartbeat that comes first, so that every later event is seen.</summary>
    public static async Task<EventStream> OpenAsync(RunningServer server, string query = "", string? lastEventId = null, string path = Path)
    {
        var client = server.OperatorClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path + query);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType}");
        var stream = new EventStream(client, answer, await answer.Content.ReadAsStreamAsync());
        var first = await stream.NextAsync();
        Assert.Equal(("heartbeat", null), (first!.Value.EventType, first.Value.EventId));
        return stream;
    }

    /// <summary>The next item, heartbeats included; null at the end.</summary>
    public async Task<SseItem<string>?> NextAsync() => await _items.MoveNextAsync().AsTask().WaitAsync(Patience) ? _items.Current : null;

    /// <summary>The next event.</summary>
    public async Task<(long Id, JsonElement Stored)> NextEventAsync()
    {
        while (true)
        {
            var item = await NextAsync() ?? throw new EndOfStreamException();
            if (item.EventType == SseParser.EventTypeDefault)
            {
                return (long.Parse(item.EventId!, System.Globalization.CultureInfo.InvariantCulture), JsonSerializer.Deserialize<JsonElement>(item.Data));
            }
        }
    }

    public async Task<long[]> NextIdsAsync(int count)
    {
        var ids = new long[count];
        for (var index = 0; index < count; index++)
        {
            ids[index] = (await NextEventAsync()).Id;
        }

        return ids;
    }

    /// <summary>Leaves as a browser does that is closed: at once, whatever is on the way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        Answer.Dispose();
        _client.Dispose();
        _leaving.Dispose();
    }
}
