namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

[Collection(RunAlone.Name)]
public sealed class KillTests
{
    private const int Clients = 16;

    [Fact]
    public async Task What_was_answered_200_before_a_kill_is_there_exactly_once()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.File("journal.db");
        var accepted = new List<KeyValuePair<string, long>>();

        for (var round = 0; round < FaultLength.KillRounds; round++)
        {
            await using var server = await StartedServer.StartAsync(journal);
            using var load = HookLoad.Start(server.HookClient(), Clients);
            await load.WaitUntilAcceptedAsync();
            await Task.Delay(Random.Shared.Next(500));
            await server.KillAsync();
            await load.StopAsync();
            accepted.AddRange(load.Accepted);

            StoredCalls.AssertHold(journal, accepted);
        }

        Assert.Equal(accepted.Count, accepted.Select(each => each.Value).Distinct().Count());
    }
}
