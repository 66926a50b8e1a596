using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

/// <summary>Clients that post one event after another, each event another call, and what they were answered.</summary>
internal sealed class HookLoad : IDisposable
{
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _someAccepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private long _posted;

    private HookLoad(HttpClient client, int clients)
    {
        _client = client;
        _running = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(PostAsync)));
    }

    /// <summary>Answered 200: the call's uuid, and the id that it got.</summary>
    public ConcurrentDictionary<string, long> Accepted { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<HttpStatusCode, int> Statuses { get; } = new();

    /// <summary>Requests without an answer.</summary>
    public ConcurrentQueue<Exception> Broken { get; } = new();

    public static HookLoad Start(HttpClient client, int clients) => new(client, clients);

    /// <summary>Completes when events are accepted.</summary>
    public Task WaitUntilAcceptedAsync() => _someAccepted.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Lets each client end the request that it has begun.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _client.Dispose();
    }

    private async Task PostAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var uuid = $"load-{Interlocked.Increment(ref _posted)}-{Guid.NewGuid():N}";
            try
            {
                using var answer = await _client.PostBodyAsync($$"""{"event_type":"call_init","uuid":"{{uuid}}","timestamp":1435762851086820,"caller":905321110000}""", HttpExtensions.Json);
                Statuses.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    Accepted[uuid] = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
                    _someAccepted.TrySetResult();
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException or SocketException)
            {
                Broken.Enqueue(exception);
                if (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
                {
                    // The server has ended.
                    return;
                }
            }
        }
    }
}
