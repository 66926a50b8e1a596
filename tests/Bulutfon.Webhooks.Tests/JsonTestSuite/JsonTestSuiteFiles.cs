using System.Text.Json;

namespace Bulutfon.Webhooks.Tests.JsonTestSuite;

/// <summary>The files of the public JSONTestSuite, where they lie beside the repository in <c>shared/jsontestsuite</c>.</summary>
public static class JsonTestSuiteFiles
{
    private static readonly string? Folder = Find();

    /// <summary>The files by name; one empty name, whose test is skipped, where there are none.</summary>
    public static TheoryData<string> All => Folder is null
        ? [""]
        : [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public static byte[] Read(string file)
    {
        Skip.If(Folder is null, "shared/jsontestsuite is not beside the repository.");
        return File.ReadAllBytes(Path.Combine(Folder!, file));
    }

    /// <summary>The same value, numbers digit by digit; of a name that occurs twice the last counts.</summary>
    public static bool Same(JsonElement expected, JsonElement actual) => expected.ValueKind == actual.ValueKind && expected.ValueKind switch
    {
        JsonValueKind.Object => expected.EnumerateObject().All(each => actual.TryGetProperty(each.Name, out var value) && Same(expected.GetProperty(each.Name), value))
            && actual.EnumerateObject().All(each => expected.TryGetProperty(each.Name, out _)),
        JsonValueKind.Array => expected.GetArrayLength() == actual.GetArrayLength()
            && expected.EnumerateArray().Zip(actual.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
        JsonValueKind.String => expected.GetString() == actual.GetString(),
        _ => expected.GetRawText() == actual.GetRawText(),
    };

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
