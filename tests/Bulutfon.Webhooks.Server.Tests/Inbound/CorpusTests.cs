using System.Net.Http.Json;
using System.Text.Json;
using Bulutfon.Webhooks.Tests.Corpus;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

/// <summary>The whole corpus over a real socket, each event read back as the API gives it.</summary>
public sealed class CorpusTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    public static TheoryData<string> Cases => [.. CorpusCase.Ids];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Body_is_answered_and_read_back_as_the_manifest_expects(string id)
    {
        var corpus = CorpusCase.Get(id);
        using var hook = fixture.Server.HookClient();
        using var viewer = fixture.Server.OperatorClient();

        using var answer = await hook.PostBodyAsync(corpus.Body, corpus.ContentType);

        var accepted = answer.IsSuccessStatusCode;
        Assert.InRange((int)answer.StatusCode, 200, 499);
        Assert.True(corpus.Allows(accepted ? "accepted" : "rejected"), await answer.Content.ReadAsStringAsync());
        var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>();
        if (!accepted)
        {
            var rejection = await viewer.GetByteArrayAsync($"/api/rejections/{receipt.GetProperty("rejection_id").GetInt64()}/payload");
            Assert.Equal(corpus.Body, rejection);
            return;
        }

        var eventId = receipt.GetProperty("id").GetInt64();
        Assert.Equal(corpus.Body, await viewer.GetByteArrayAsync($"/api/events/{eventId}/payload"));
        if (string.Equals(corpus.Outcome, "accepted", StringComparison.Ordinal))
        {
            var uuid = corpus.ExpectedEvent.GetProperty("uuid").GetString()!;
            var found = await viewer.GetJsonAsync($"/api/events?uuid={Uri.EscapeDataString(uuid)}");
            var stored = Assert.Single(found.GetProperty("items").EnumerateArray());
            Assert.Equal(eventId, stored.GetProperty("id").GetInt64());
            Assert.Empty(CanonicalComparison.Differences(corpus, stored.GetProperty("event")));
        }
    }
}
