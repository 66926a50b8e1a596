using System.Net;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Calls;

[Trait("Store", "Sqlite")]
public sealed class DamagedCallTests
{
    [Fact]
    public async Task A_damaged_call_is_a_503_and_there_again_a_moment_later_though_no_event_comes()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        await hook.PostEventAsync(EventsClient.Event("u-1", 1435762851));
        var whole = await reader.GetStringAsync("/api/calls");
        Damage(server.Services.GetRequiredService<SqliteJournalFiles>());

        using (var answer = await reader.GetAsync("/api/calls"))
        {
            await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            using var answer = await reader.GetAsync("/api/calls", patience.Token);
            if (answer.StatusCode == HttpStatusCode.OK && await answer.Content.ReadAsStringAsync(patience.Token) == whole)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    private static void Damage(SqliteJournalFiles files)
    {
        using var connection = new SqliteConnection(files.ProjectionWriterConnectionString);
        connection.Open();
        SqlitePragmas.Execute(connection, "UPDATE calls SET state = x'FF'");
    }
}
