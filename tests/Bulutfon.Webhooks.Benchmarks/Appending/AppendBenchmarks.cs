using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Benchmarks.Appending;

/// <summary>Large hangups are committed, as many at once as requests wait. Much of it is the disk of the working folder.</summary>
[MemoryDiagnoser]
[SuppressMessage("Design", "CA1001", Justification = "Disposed by the cleanup.")]
public class AppendBenchmarks
{
    private readonly NewEvent _sample = Samples.LargeHangup.ToNewEvent();
    private readonly List<Task<Appended>> _inFlight = [];
    private NewEvent[] _batch = [];
    private string _folder = "";
    private JournalHost? _host;
    private BareInsert? _bare;
    private long _time;

    [Params(1, 64, 1024)]
    public int InFlight { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _folder = Directory.CreateDirectory(Path.Combine(Artifacts.Folder, "append")).FullName;
        _batch = new NewEvent[InFlight];
        _time = _sample.ReceivedAt;
        var bare = Path.Combine(_folder, "bare.db");
        await JournalHost.Open(StoreSettings.File(bare)).DisposeAsync();
        _bare = new BareInsert(bare);
        _host = JournalHost.Open(StoreSettings.File(Path.Combine(_folder, "journal.db")));
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _bare?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public void BareInserts()
    {
        for (var i = 0; i < _batch.Length; i++)
        {
            _batch[i] = Next();
        }

        _bare!.Write(_batch);
    }

    [Benchmark]
    public async Task JournalAsync()
    {
        for (var i = 0; i < InFlight; i++)
        {
            _inFlight.Add(_host!.Journal.AppendAsync(Next()).AsTask());
        }

        await Task.WhenAll(_inFlight);
        _inFlight.Clear();
    }

    /// <summary>The same hangup a millisecond later: another event.</summary>
    private NewEvent Next() => _sample with { Event = _sample.Event with { Timestamp = _time += 1000 } };
}
