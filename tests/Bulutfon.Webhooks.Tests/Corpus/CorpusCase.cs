using System.Text.Json;

namespace Bulutfon.Webhooks.Tests.Corpus;

/// <summary>One body of the corpus and what it must become; <c>Payloads/corpus/manifest.json</c> lists them.</summary>
public sealed class CorpusCase
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Payloads", "corpus");

    private static readonly Dictionary<string, CorpusCase> Cases = Load();

    private readonly JsonElement _json;

    private CorpusCase(JsonElement json) => _json = json;

    public static IReadOnlyCollection<string> Ids => Cases.Keys;

    public string ContentType => _json.GetProperty("content_type").GetString()!;

    public string Shape => _json.GetProperty("shape").GetString()!;

    public string Uuid => _json.GetProperty("uuid").GetString()!;

    public string Outcome => Expect.GetProperty("outcome").GetString()!;

    public string? AlsoOk => _json.TryGetProperty("also_ok", out var value) ? value.GetString() : null;

    public JsonElement ExpectedEvent => Expect.GetProperty("event");

    public byte[] Body => File.ReadAllBytes(Path.Combine(Folder, _json.GetProperty("file").GetString()!));

    public IReadOnlySet<string> Lossy => _json.TryGetProperty("lossy", out var value)
        ? value.EnumerateArray().Select(path => path.GetString()!).ToHashSet()
        : new HashSet<string>();

    private JsonElement Expect => _json.GetProperty("expect");

    public static CorpusCase Get(string id) => Cases[id];

    /// <summary>Whether an outcome, <c>accepted</c> or <c>rejected</c>, is what the manifest expects or also allows.</summary>
    public bool Allows(string outcome) => outcome == Outcome || outcome == AlsoOk;

    /// <summary>The values any of which is right at a path; null where only the expected one is.</summary>
    public IReadOnlyList<JsonElement>? Alternatives(string path) =>
        _json.TryGetProperty("alternatives", out var all) && all.TryGetProperty(path, out var values) ? [.. values.EnumerateArray()] : null;

    private static Dictionary<string, CorpusCase> Load()
    {
        var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "manifest.json")));
        return manifest.RootElement.GetProperty("cases").EnumerateArray()
            .ToDictionary(each => each.GetProperty("id").GetString()!, each => new CorpusCase(each));
    }
}
