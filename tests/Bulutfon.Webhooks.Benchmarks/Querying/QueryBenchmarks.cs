using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Bulutfon.Webhooks.Benchmarks.Generate;

namespace Bulutfon.Webhooks.Benchmarks.Querying;

/// <summary>The first page of each filter, through the whole server but for the socket. By time alone is the baseline.</summary>
[MemoryDiagnoser]
[SuppressMessage("Design", "CA1001", Justification = "Disposed by the cleanup.")]
public class QueryBenchmarks
{
    private const int Events = 50_000;

    private InProcessServer? _server;
    private HttpClient? _client;

    public static IEnumerable<string> Filters =>
    [
        $"uuid={Samples.LargeHangup.Call.Uuid}",
        $"caller={Samples.LargeHangup.Call.Caller}",
        $"callee={Samples.LargeHangup.Call.Callee}",
        $"caller_or_callee={Samples.LargeHangup.Call.Callee}",
        "destination=101",
        "event_type=fax_init",
        "event_type=call_hangup",
        "hook=merkez",
        "direction=OUT",
        "from=2026-05-11&to=2026-05-12",
        "callee=908508850000&event_type=missing_call",
    ];

    [ParamsSource(nameof(Filters))]
    public string Filter { get; set; } = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var store = StoreSettings.File(Path.Combine(Artifacts.Folder, "query.db"));
        var options = new GenerateOptions(store, Events, Samples.Seed);
        await using (var host = JournalHost.Open(store))
        {
            var filler = new JournalFiller(host.Journal, options);
            await filler.FillAsync(await filler.CheckAsync(CancellationToken.None), new Progress(Events, "stored"), CancellationToken.None);
        }

        _server = new InProcessServer(store);
        await SearchIndex.CatchUpAsync(_server, progress: null, CancellationToken.None);
        _client = _server.OperatorClient();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Benchmark(Baseline = true)]
    public Task<byte[]> ByTimeAsync() => _client!.GetByteArrayAsync(new Uri("/api/events", UriKind.Relative));

    [Benchmark]
    public Task<byte[]> ByFilterAsync() => _client!.GetByteArrayAsync(new Uri("/api/events?" + Filter, UriKind.Relative));
}
