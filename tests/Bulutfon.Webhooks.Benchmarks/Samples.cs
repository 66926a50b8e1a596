using Bulutfon.Webhooks.Benchmarks.Load;

namespace Bulutfon.Webhooks.Benchmarks;

/// <summary>Events of the generated month to measure with.</summary>
internal static class Samples
{
    public const int Seed = 1;

    /// <summary>Enough for every event type of every generation.</summary>
    private const int Events = 5_000;

    /// <summary>Of each type that each generation sends, the event whose call has most in it.</summary>
    private static readonly Dictionary<string, SentEvent> OfEachKind = new Timeline(Seed, Events).Events()
        .Where(sent => sent.Call.Caller != "anonymous")
        .GroupBy(sent => FormattableString.Invariant($"{sent.Hook.Generation.Since} {sent.Type}"))
        .ToDictionary(kind => kind.Key, kind => kind.MaxBy(sent => sent.Call.Stages.Count)!);

    /// <summary>The kinds that differ in their fields.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "2015 call_init",
        "2015 fax_init",
        "2015 call_hangup",
        "2017 missing_call",
        "2018 call_init_menu",
        "2018 call_init_group",
        "2018 call_init_extension",
        "2021 call_init",
        "2021 call_init_group",
        "2021 missing_call",
        "2021 call_hangup",
    ];

    /// <summary>A hangup with menu, group and extension in its call detail record.</summary>
    public static SentEvent LargeHangup { get; } = Of("2015 call_hangup");

    public static SentEvent Of(string kind) => OfEachKind[kind];
}
