using System.Net;
using System.Text;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

/// <summary>
/// The public JSONTestSuite over a real socket, where it lies beside the repository: <c>y_</c> is JSON, <c>n_</c> is not,
/// <c>i_</c> is for the reader to decide (which ones are refused, and why, is listed in the contract library's tests).
/// </summary>
public sealed class JsonTestSuiteTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly string? Folder = Find();

    public static TheoryData<string> Files => Folder is null
        ? [""]
        : [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public async Task File_as_the_value_of_a_field_is_stored_or_refused_as_it_must_be(string file)
    {
        var value = Read(file);
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
            var stored = await viewer.GetJsonAsync($"/api/events?uuid={Uri.EscapeDataString(file)}");
            var kept = Assert.Single(stored.GetProperty("items").EnumerateArray()).GetProperty("event").GetProperty("x");
            using var sent = JsonDocument.Parse(value);
            Assert.True(Same(sent.RootElement, kept), kept.GetRawText());
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public async Task File_as_a_body_alone_is_refused(string file)
    {
        using var hook = fixture.Server.HookClient();

        using var answer = await hook.PostBodyAsync(Read(file), HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    /// <summary>Equal as values: of a key that occurs twice the last one counts.</summary>
    private static bool Same(JsonElement sent, JsonElement kept) => sent.ValueKind == kept.ValueKind && sent.ValueKind switch
    {
        JsonValueKind.Object => Last(sent) is var left && Last(kept) is var right && left.Count == right.Count
            && left.All(member => right.TryGetValue(member.Key, out var other) && Same(member.Value, other)),
        JsonValueKind.Array => sent.GetArrayLength() == kept.GetArrayLength()
            && sent.EnumerateArray().Zip(kept.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
        JsonValueKind.String => sent.GetString() == kept.GetString(),
        _ => sent.GetRawText() == kept.GetRawText(),
    };

    private static Dictionary<string, JsonElement> Last(JsonElement element)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    private static byte[] Read(string file)
    {
        Skip.If(Folder is null, "shared/jsontestsuite is not beside the repository.");
        return File.ReadAllBytes(Path.Combine(Folder!, file));
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Bulutfon.Webhooks.sln")))
            {
                var suite = Path.Combine(folder.FullName, "..", "shared", "jsontestsuite", "test_parsing");
                return Directory.Exists(suite) ? suite : null;
            }
        }

        return null;
    }
}
