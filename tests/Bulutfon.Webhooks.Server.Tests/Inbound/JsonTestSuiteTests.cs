using System.Net;
using System.Text;
using System.Text.Json;
using Bulutfon.Webhooks.Tests.JsonTestSuite;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

/// <summary>
/// The public JSONTestSuite over a real socket, where it lies beside the repository: <c>y_</c> is JSON, <c>n_</c> is not,
/// <c>i_</c> is for the reader to decide (which ones are refused, and why, is listed in the contract library's tests).
/// </summary>
public sealed class JsonTestSuiteTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [SkippableTheory]
    [MemberData(nameof(JsonTestSuiteFiles.All), MemberType = typeof(JsonTestSuiteFiles))]
    public async Task File_as_the_value_of_a_field_is_stored_or_refused_as_it_must_be(string file)
    {
        var value = JsonTestSuiteFiles.Read(file);
        using var hook = fixture.Server.HookClient();
        byte[] body = [.. Encoding.UTF8.GetBytes($$"""{"event_type":"call_init","uuid":{{JsonSerializer.Serialize(file)}},"timestamp":1435762851086820,"x":"""), .. value, .. "}"u8];

        using var answer = await hook.PostBodyAsync(body, HttpExtensions.Json);

        var allowed = file[0] switch
        {
            'y' => new[] { HttpStatusCode.OK },
            'n' => [HttpStatusCode.BadRequest],
            _ => [HttpStatusCode.OK, HttpStatusCode.BadRequest],
        };
        Assert.Contains(answer.StatusCode, allowed);
        if (file[0] == 'y')
        {
            using var viewer = fixture.Server.OperatorClient();
            var id = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetInt64();
            var stored = await viewer.GetJsonAsync($"/api/events/{id}");
            var kept = stored.GetProperty("event").GetProperty("x");
            using var sent = JsonDocument.Parse(value);
            Assert.True(JsonTestSuiteFiles.Same(sent.RootElement, kept), kept.GetRawText());
        }
    }

    [SkippableTheory]
    [MemberData(nameof(JsonTestSuiteFiles.All), MemberType = typeof(JsonTestSuiteFiles))]
    public async Task File_as_a_body_alone_is_refused(string file)
    {
        using var hook = fixture.Server.HookClient();

        using var answer = await hook.PostBodyAsync(JsonTestSuiteFiles.Read(file), HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
