using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bulutfon.Webhooks.Server.Credentials;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// All metrics of this server, by OpenTelemetry's conventions for names and units. A post records nothing: what it counts is
/// read from the running counts when somebody asks. Only commits, batches of the projections and refused sign-ins record.
/// </summary>
internal sealed class Metrics
{
    public const string MeterName = "Bulutfon.Webhooks";

    private const string EventsReceived = "bulutfon.events.received";

    /// <summary>Several hundred hooks, each with every type and outcome.</summary>
    private const int SeriesOfTypes = 10_000;

    private const int SeriesOfHooks = 2_000;

    private const int SeriesOfServer = 50;

    /// <summary>How the names begin of what is counted for each hook.</summary>
    private static readonly string[] HookInstruments = ["bulutfon.events.", "bulutfon.rejections", "bulutfon.hook."];

    /// <summary>Why a post of a hook can be refused.</summary>
    private static readonly string[] HookRefusals = ["none", "wrong", "limited", "network", "busy"];

    private static readonly double[] CommitSeconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
    private static readonly double[] LagSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600];
    private static readonly long[] Writes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

    private readonly Meter _meter;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<long> _commitSize;
    private readonly Counter<long> _commitFailures;
    private readonly Histogram<double> _applyLag;
    private readonly Counter<long> _refusedSignIns;
    private readonly Counter<long> _deleted;
    private readonly Counter<long> _readFailures;
    private readonly Gauge<double> _retentionWaiting;

    public Metrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _commitDuration = _meter.CreateHistogram(
            "bulutfon.journal.commit.duration", "s", "How long a commit of the journal takes.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = CommitSeconds });
        _commitSize = _meter.CreateHistogram(
            "bulutfon.journal.commit.size", "{write}", "How many writes a commit has.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = Writes });
        _commitFailures = _meter.CreateCounter<long>("bulutfon.journal.commit.failures", "{commit}", "Commits that failed; their events were answered 503.");
        _applyLag = _meter.CreateHistogram(
            "bulutfon.projection.apply.lag", "s", "How old the oldest event of a batch is when the projections have it.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = LagSeconds });
        _deleted = _meter.CreateCounter<long>("bulutfon.journal.deleted", "{row}", "Events and rejections that were deleted for their age, or erased.");
        _retentionWaiting = _meter.CreateGauge<double>(
            "bulutfon.retention.waiting", "s", "How far the clock is ahead of the expected time while retention waits for an admin to confirm it; 0 while nothing waits.");
        _readFailures = _meter.CreateCounter<long>("bulutfon.journal.read.failures", "{request}", "Requests that were answered 503 because the store could not be read.");
        _refusedSignIns = _meter.CreateCounter<long>("bulutfon.auth.failures", "{request}", "Requests that were refused for who sent them.");
    }

    /// <summary>How many series an instrument of this server may have; what is beyond is counted as one.</summary>
    public static int SeriesOf(Instrument instrument) => instrument.Name switch
    {
        EventsReceived => SeriesOfTypes,
        var name when HookInstruments.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) => SeriesOfHooks,
        _ => SeriesOfServer,
    };

    public void Committed(int writes, TimeSpan elapsed)
    {
        _commitDuration.Record(elapsed.TotalSeconds);
        _commitSize.Record(writes);
    }

    /// <summary>Rows were deleted for their age, or erased.</summary>
    /// <param name="kind">What they were: <c>event</c> or <c>rejection</c>.</param>
    /// <param name="reason">Why: <c>retention</c> or <c>erasure</c>.</param>
    /// <param name="count">How many.</param>
    public void Deleted(string kind, string reason, int count)
    {
        if (count > 0)
        {
            _deleted.Add(count, new TagList { { "kind", kind }, { "reason", reason } });
        }
    }

    /// <summary>Retention waits for an admin, or not.</summary>
    /// <param name="leap">How far the clock is ahead of the expected time; zero if nothing waits.</param>
    public void RetentionWaits(TimeSpan leap) => _retentionWaiting.Record(leap.TotalSeconds);

    /// <summary>An answer could not be read from the store.</summary>
    public void ReadFailed() => _readFailures.Add(1);

    public void CommitFailed() => _commitFailures.Add(1);

    /// <summary>The projections have a batch.</summary>
    /// <param name="lag">The age of its oldest event.</param>
    public void Projected(TimeSpan lag) => _applyLag.Record(lag.TotalSeconds);

    /// <summary>A request was refused for who sent it.</summary>
    /// <param name="account">The kind of account that it needs.</param>
    /// <param name="reason">One of a fixed set.</param>
    public void SignInRefused(string account, string reason) =>
        _refusedSignIns.Add(1, new TagList { { "account", account }, { "reason", reason } });

    /// <summary>Adds what is only looked at when somebody asks.</summary>
    public void Observe(ObservedState state)
    {
        // A series that begins with its first failure would hide that one from a rate.
        _commitFailures.Add(0);
        _readFailures.Add(0);
        foreach (var reason in HookRefusals)
        {
            _refusedSignIns.Add(0, new TagList { { "account", Schemes.Hook }, { "reason", reason } });
        }

        _meter.CreateObservableCounter(EventsReceived, () => Received(state), "{event}", "Posts of hooks, by what became of them.");
        _meter.CreateObservableCounter("bulutfon.events.size", () => OfHooks(state, counts => counts.Bytes), "By", "Size of the accepted bodies.");
        _meter.CreateObservableCounter("bulutfon.rejections", () => Rejections(state), "{event}", "Bodies that were refused as no event.");
        _meter.CreateObservableGauge("bulutfon.journal.queue.depth", () => (long)state.Journal.Waiting, "{write}", "Writes that wait for a commit.");
        _meter.CreateObservableGauge("bulutfon.journal.queue.size", () => state.Journal.WaitingBytes, "By", "Bodies that wait for a commit or are being committed.");
        _meter.CreateObservableGauge("bulutfon.journal.available", () => state.Journal is { Outage: null, IsFull: false } ? 1L : 0L, "{journal}", "1 if the last commit succeeded and the queue has room, else 0.");
        _meter.CreateObservableGauge("bulutfon.projection.lag", () => state.ProjectionLag().TotalSeconds, "s", "Age of the oldest event that is not yet in the projections; 0 when they have all.");
        _meter.CreateObservableCounter("bulutfon.log.dropped", () => state.DroppedLogLines, "{line}", "Lines of the log that were dropped because nobody read standard output.");
        _meter.CreateObservableGauge("bulutfon.stream.readers", () => (long)state.StreamReaders, "{reader}", "Open live streams.");
        _meter.CreateObservableGauge("bulutfon.database.size", () => Sizes(state), "By", "Size of the database files.");
        _meter.CreateObservableGauge("bulutfon.hook.event.age", () => Ages(state), "s", "Time since a hook's last event.");
        _meter.CreateObservableGauge("bulutfon.hook.silent", () => Silences(state), "{hook}", "1 if a hook has been silent for longer than is expected of it, else 0.");
    }

    private static IEnumerable<Measurement<long>> Received(ObservedState state)
    {
        foreach (var counts in state.Receipts)
        {
            for (var type = 0; type < CountedTypes.Names.Length; type++)
            {
                yield return Typed(counts.StoredByType[type], counts.Hook, "stored", CountedTypes.Names[type]);
                yield return Typed(counts.RepeatedByType[type], counts.Hook, "duplicate", CountedTypes.Names[type]);
            }

            // What could not be read has no type, and what was not stored needs none.
            yield return new(counts.Rejected, Tag("hook", counts.Hook), Tag("outcome", "rejected"));
            yield return new(counts.Failed, Tag("hook", counts.Hook), Tag("outcome", "failed"));
            yield return new(counts.CutOff, Tag("hook", counts.Hook), Tag("outcome", "cut_off"));
        }
    }

    private static Measurement<long> Typed(long count, string hook, string outcome, string eventType) =>
        new(count, Tag("hook", hook), Tag("outcome", outcome), Tag("event_type", eventType));

    private static IEnumerable<Measurement<long>> OfHooks(ObservedState state, Func<ReceiptCounts, long> count) =>
        state.Receipts.Select(counts => new Measurement<long>(count(counts), Tag("hook", counts.Hook)));

    private static IEnumerable<Measurement<long>> Rejections(ObservedState state) =>
        from counts in state.Receipts
        from reason in counts.RejectedByReason
        select new Measurement<long>(reason.Value, Tag("hook", counts.Hook), Tag("reason", reason.Key));

    private static IEnumerable<Measurement<long>> Sizes(ObservedState state) =>
        state.Files.Select(file => new Measurement<long>(file.Bytes, Tag("database", file.Database), Tag("file", file.File)));

    private static IEnumerable<Measurement<double>> Ages(ObservedState state) =>
        from hook in state.Hooks()
        let last = hook.LastEventAt
        where last is not null
        select new Measurement<double>(state.Age(last.GetValueOrDefault()).TotalSeconds, Tag("hook", hook.Name));

    private static IEnumerable<Measurement<long>> Silences(ObservedState state) =>
        from hook in state.Hooks()
        where hook.TooSilent is not null
        select new Measurement<long>(hook.TooSilent == true ? 1 : 0, Tag("hook", hook.Name));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
