using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Tests.Journal;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Live;

public sealed class ResumeTests
{
    private const int Events = 10_000;
    private const int Cuts = 50;
    private const int Restarts = 3;
    private const int Unseen = 500;

    [Fact]
    public async Task A_client_that_is_cut_off_again_and_again_sees_each_event_once_and_in_order()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20150701);
        // Where the client is cut off, and where the server is started again; both while events arrive.
        var places = Enumerable.Range(1, Events - 1).ToArray();
        random.Shuffle(places);
        var cuts = places.Take(Cuts).Order().ToList();
        var seen = new List<long>(Events);
        var (opened, arrived) = (0, 0L);

        for (var run = 0; run <= Restarts; run++)
        {
            await using var server = RunningServer.Start(folder);
            var upTo = (run + 1) * Events / (Restarts + 1);
            // A server that stops has events that the client has not seen.
            var readTo = run == Restarts ? upTo : upTo - random.Next(1, Unseen);
            var posting = AppendAsync(server.Journal, arrived, upTo);
            while (seen.Count < readTo)
            {
                cuts.RemoveAll(cut => cut <= seen.Count);
                var until = Math.Min(cuts.Count > 0 ? cuts[0] : readTo, readTo);
                await using var stream = await EventStream.OpenAsync(server, seen.Count == 0 ? "?after=0" : "", seen.Count == 0 ? null : $"{seen[^1]}");
                opened++;
                seen.AddRange(await stream.NextIdsAsync(until - seen.Count));
            }

            arrived = await posting;
        }

        Assert.Equal(Enumerable.Range(1, Events).Select(id => (long)id), seen);
        Assert.InRange(opened, Cuts + 1, Cuts + Restarts + 1);
    }

    [Fact]
    public async Task What_was_missed_is_read_from_the_journal_as_it_is_now()
    {
        using var folder = new TemporaryFolder();
        await using (var server = RunningServer.Start(folder))
        {
            using var hook = server.HookClient();
            await hook.PostAsync(EventsClient.Event("twice", 1435762854));
            await hook.PostAsync(EventsClient.Event("twice", 1435762854));
        }

        await using var again = RunningServer.Start(folder);
        using var reader = again.OperatorClient();
        await using var stream = await EventStream.OpenAsync(again, "?after=0");

        var (_, stored) = await stream.NextEventAsync();
        Assert.Equal((await reader.ReadAsync("/api/events/1")).GetRawText(), stored.GetRawText());
        Assert.Equal(2, stored.GetProperty("delivery_count").GetInt32());
    }

    /// <summary>Appends in batches that are smaller and larger than those that streams read.</summary>
    private static async Task<long> AppendAsync(IJournal journal, long from, int upTo)
    {
        var size = 1;
        while (from < upTo)
        {
            size = (size * 7 % 400) + 1;
            var batch = Enumerable.Range((int)from, (int)Math.Min(size, upTo - from)).Select(number => journal.AppendAsync(TestEvents.CallInit($"u-{number}")).AsTask());
            from = (await Task.WhenAll(batch)).Max(appended => appended.Id);
        }

        return from;
    }
}
