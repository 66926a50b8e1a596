using System.Globalization;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

public sealed class DuplicateTests
{
    [Fact]
    public async Task Events_that_many_clients_post_at_once_in_both_formats_are_stored_once_each()
    {
        const int Clients = 8;
        const int Events = 200;
        const int Deliveries = 4;
        await using var server = RunningServer.Start();
        var deliveries = Enumerable.Range(0, Events * Deliveries).Select(each => (Event: each % Events, Delivery: each / Events)).ToArray();
        new Random(20151118).Shuffle(deliveries);

        var ids = await Task.WhenAll(deliveries.Chunk(Events * Deliveries / Clients).Select(async share =>
        {
            using var hook = server.HookClient();
            var answered = new List<(int Event, long Id)>();
            foreach (var (number, delivery) in share)
            {
                answered.Add((number, delivery % 2 == 0
                    ? await hook.PostEventAsync(AsJson(number), HttpExtensions.Json)
                    : await hook.PostEventAsync(AsForm(number), HttpExtensions.Form)));
            }

            return answered;
        }));

        var byEvent = ids.SelectMany(answered => answered).GroupBy(answer => answer.Event).ToList();
        Assert.Equal(Events, byEvent.Count);
        Assert.All(byEvent, group => Assert.Single(group.Select(answer => answer.Id).Distinct()));
        using var viewer = server.OperatorClient();
        var stored = await ReadAllAsync(viewer);
        Assert.Equal(Events, stored.Count);
        Assert.All(stored, each => Assert.Equal(Deliveries, each.GetProperty("delivery_count").GetInt32()));
    }

    private static async Task<List<JsonElement>> ReadAllAsync(HttpClient viewer)
    {
        var all = new List<JsonElement>();
        for (var address = "/api/events?limit=50"; address is not null;)
        {
            var page = await viewer.GetJsonAsync(address);
            all.AddRange(page.GetProperty("items").EnumerateArray());
            var cursor = page.GetProperty("next_cursor").GetString();
            address = cursor is null ? null : $"/api/events?limit=50&cursor={Uri.EscapeDataString(cursor)}";
        }

        return all;
    }

    private static string AsJson(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"event_type":"call_hangup","uuid":"call-{{{number}}}","timestamp":{{{1_435_762_855_286_302 + number}}},"caller":905321110000,"cdr":{"call_record":false,"callflow":[{"callee":99,"answer_time":null}]}}""");

    private static string AsForm(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"event_type=call_hangup&uuid=call-{number}&timestamp={1_435_762_855_286_302 + number}&caller=905321110000&cdr[call_record]=0&cdr[callflow][0][callee]=99&cdr[callflow][0][answer_time]=");
}
