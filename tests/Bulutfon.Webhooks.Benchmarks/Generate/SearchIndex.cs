using System.Text.Json;

namespace Bulutfon.Webhooks.Benchmarks.Generate;

/// <summary>What a server finds by number, type and so on; it follows the journal.</summary>
internal static class SearchIndex
{
    /// <summary>A filter that is answered at once by a search that has caught up, and after a second by one that has not.</summary>
    private static readonly Uri Probe = new("/api/events?uuid=none&limit=1", UriKind.Relative);

    /// <summary>Waits until the server finds everything that its journal holds.</summary>
    public static async Task CatchUpAsync(InProcessServer server, Progress? progress, CancellationToken cancellationToken)
    {
        using var client = server.OperatorClient();
        while (await IndexedToAsync(client, cancellationToken) is { } indexedTo)
        {
            progress?.Tell(indexedTo);
        }
    }

    /// <summary>How far the search is; null if it has all.</summary>
    private static async Task<long?> IndexedToAsync(HttpClient client, CancellationToken cancellationToken)
    {
        await using var answer = await client.GetStreamAsync(Probe, cancellationToken);
        using var page = await JsonDocument.ParseAsync(answer, cancellationToken: cancellationToken);
        return page.RootElement.TryGetProperty("indexed_to", out var indexedTo) ? indexedTo.GetInt64() : null;
    }
}
