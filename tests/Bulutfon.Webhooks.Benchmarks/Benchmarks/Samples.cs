using Bulutfon.Webhooks.Benchmarks.Load;

namespace Bulutfon.Webhooks.Benchmarks.Benchmarks;

/// <summary>Events of the generated month to measure with.</summary>
internal static class Samples
{
    public const int Seed = 1;

    /// <summary>Holds every event type of every generation.</summary>
    private const int Events = 5_000;

    /// <summary>The first event of each type that each generation sends.</summary>
    public static IReadOnlyDictionary<string, SentEvent> OfEachKind { get; } = new Timeline(Seed, Events).Events()
        .Where(sent => sent.Call.Caller != "anonymous")
        .GroupBy(sent => FormattableString.Invariant($"{sent.Hook.Generation.Since} {sent.Type}"))
        .OrderBy(kind => kind.Key, StringComparer.Ordinal)
        .ToDictionary(kind => kind.Key, kind => kind.First());

    /// <summary>The call detail record with most in it, which most of a day's bytes are.</summary>
    public static SentEvent LargeHangup { get; } = new Timeline(Seed, Events).Events()
        .First(sent => sent.Type == EventType.CallHangup && sent.Hook.Generation.NestedCdr && sent.Call.Stages.Count == 3);
}
