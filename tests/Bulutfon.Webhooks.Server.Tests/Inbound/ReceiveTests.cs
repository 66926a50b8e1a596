using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

public sealed class ReceiveTests
{
    [Fact]
    public async Task Posted_event_is_committed_when_it_is_answered()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();

        var answer = await hook.PostAsync("/webhooks/bulutfon", Json("""{"event_type":"call_init","uuid":"u-1","timestamp":1435762851086820}"""));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, receipt.GetProperty("id").GetInt64());
        Assert.False(receipt.GetProperty("duplicate").GetBoolean());
        using var journal = server.Journal.OpenContext();
        var row = Assert.Single(journal.Journal);
        Assert.Equal("u-1", row.Uuid);
        Assert.Equal("default", row.Hook);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
