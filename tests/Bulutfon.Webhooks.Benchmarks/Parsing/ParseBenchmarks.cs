using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Bulutfon.Webhooks.Benchmarks.Load;

namespace Bulutfon.Webhooks.Benchmarks.Parsing;

/// <summary>A body of each generation becomes a typed event, as JSON and as a form.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    private byte[] _json = [];
    private byte[] _form = [];

    public static IEnumerable<string> Kinds => Samples.Kinds;

    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var sent = Samples.Of(Kind);
        _json = EventBody.Write(sent, WebhookBodyFormat.Json);
        _form = EventBody.Write(sent, WebhookBodyFormat.Form);
        var (json, form) = (Json(), Form());
        if (!json.IsEvent || json.ContentHash != form.ContentHash)
        {
            throw new InvalidOperationException($"JSON and form of '{Kind}' are not the same event.");
        }
    }

    [Benchmark(Baseline = true)]
    public object? PlainRecord() => JsonSerializer.Deserialize(_json, PlainJsonContext.Default.PlainEvent);

    [Benchmark]
    public WebhookParseResult Json() => WebhookEventParser.Parse(_json, WebhookBodyFormat.Json);

    [Benchmark]
    public WebhookParseResult Form() => WebhookEventParser.Parse(_form, WebhookBodyFormat.Form);
}
