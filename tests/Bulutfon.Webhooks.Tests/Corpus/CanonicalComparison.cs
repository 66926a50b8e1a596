using System.Globalization;
using System.Text.Json;

namespace Bulutfon.Webhooks.Tests.Corpus;

/// <summary>Compares an event with what the corpus expects: null, an empty text and a missing key are one; times are instants.</summary>
public static class CanonicalComparison
{
    /// <summary>Every difference, one line each.</summary>
    public static IReadOnlyList<string> Differences(CorpusCase expected, JsonElement actual)
    {
        var differences = new List<string>();
        Compare(expected, "", expected.ExpectedEvent, actual, differences);
        return differences;
    }

    private static void Compare(CorpusCase corpus, string path, JsonElement expected, JsonElement actual, List<string> differences)
    {
        if (corpus.Lossy.Contains(path) || corpus.Alternatives(path) is { } alternatives && alternatives.Any(each => SameScalar(each, actual)))
        {
            return;
        }

        switch (expected.ValueKind)
        {
            case JsonValueKind.Object when actual.ValueKind == JsonValueKind.Object:
                var names = expected.EnumerateObject().Concat(actual.EnumerateObject()).Select(each => each.Name).Distinct();
                foreach (var name in names.Where(name => !(path.Length == 0 && name == "occurred_at")))
                {
                    Compare(corpus, path.Length == 0 ? name : $"{path}.{name}", Member(expected, name), Member(actual, name), differences);
                }

                break;

            case JsonValueKind.Array when actual.ValueKind == JsonValueKind.Array && expected.GetArrayLength() == actual.GetArrayLength():
                for (var i = 0; i < expected.GetArrayLength(); i++)
                {
                    Compare(corpus, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), expected[i], actual[i], differences);
                }

                break;

            default:
                if (!SameScalar(expected, actual))
                {
                    differences.Add($"{path}: expected {Show(expected)}, got {Show(actual)}");
                }

                break;
        }
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value : default;

    private static bool SameScalar(JsonElement expected, JsonElement actual)
    {
        if (IsEmpty(expected) || IsEmpty(actual))
        {
            return IsEmpty(expected) && IsEmpty(actual);
        }

        return expected.ValueKind == actual.ValueKind && expected.ValueKind switch
        {
            JsonValueKind.Number => expected.GetRawText() == actual.GetRawText(),
            JsonValueKind.String => expected.GetString() == actual.GetString()
                || (expected.TryGetDateTimeOffset(out var time) && actual.TryGetDateTimeOffset(out var other) && time.EqualsExact(other)),
            JsonValueKind.True or JsonValueKind.False => true,
            _ => false,
        };
    }

    private static bool IsEmpty(JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (element.ValueKind == JsonValueKind.String && element.GetString()!.Length == 0);

    private static string Show(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? "nothing" : element.GetRawText();
}
