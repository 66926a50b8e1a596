using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// What a call adds to the figures. It depends on the call's events alone, not on the time: whether an open call is in progress or
/// unknown is seen at reading.
/// </summary>
internal sealed record CallContribution
{
    /// <summary>The most digits of a number that is counted: E.164 allows 15.</summary>
    private const int MostDigits = 18;

    /// <summary>When it began, in microseconds since the Unix epoch.</summary>
    public required long StartedAt { get; init; }

    /// <summary>What became of it; <see cref="CallOutcome.InProgress"/> of a call that no event ends.</summary>
    public required CallOutcome Outcome { get; init; }

    public long? WaitMilliseconds { get; init; }

    public long? TalkMilliseconds { get; init; }

    /// <summary>In capitals; empty if no event tells.</summary>
    public required string Direction { get; init; }

    /// <summary>The keys under which it counts: each extension, group and menu that it reached, once.</summary>
    public required IReadOnlyList<RollupKey> Keys { get; init; }

    /// <summary>The number outside with which somebody called; null where there is none to dial.</summary>
    public string? Number { get; init; }

    public bool IsOutbound { get; init; }

    public bool IsMissed => Outcome is CallOutcome.Missed or CallOutcome.AbandonedInMenu;

    public static CallContribution Of(CallState state) => Of(new JudgedCall(state));

    public static CallContribution Of(JudgedCall call)
    {
        var (facts, outcome) = (call.Facts, call.Outcome);
        var durations = CallDurations.Of(facts, outcome);
        var direction = FoldedText.Word(facts.Direction) ?? "";
        return new CallContribution
        {
            StartedAt = facts.ListedAt,
            Outcome = outcome,
            WaitMilliseconds = Milliseconds(durations.WaitSeconds),
            TalkMilliseconds = Milliseconds(durations.TalkSeconds),
            Direction = direction,
            Keys = KeysOf(facts, direction),
            Number = OutsideNumber.KeyOf(facts) is { Length: <= MostDigits } number ? number : null,
            IsOutbound = facts.IsOutbound,
        };
    }

    /// <summary>Whether another call adds the same.</summary>
    public bool IsLike(CallContribution other) => Keys.SequenceEqual(other.Keys) && this with { Keys = other.Keys } == other;

    private static List<RollupKey> KeysOf(CallFacts facts, string direction)
    {
        var keys = new List<RollupKey>(4) { new(RollupKind.All, "", direction), new(RollupKind.Hook, facts.State.First.Hook, direction) };
        foreach (var place in facts.Path)
        {
            Add(keys, place.Kind, place.Number, direction);
        }

        // A record shows its own path; what was reached before it stays reached.
        foreach (var arrival in facts.State.Arrivals)
        {
            Add(keys, arrival.Kind, arrival.Destination, direction);
        }

        return keys;
    }

    private static void Add(List<RollupKey> keys, PlaceKind place, string? number, string direction)
    {
        RollupKind? kind = place switch
        {
            PlaceKind.Extension => RollupKind.Extension,
            PlaceKind.Group => RollupKind.Group,
            PlaceKind.Menu => RollupKind.Menu,
            _ => null,
        };
        if (kind is { } known && !string.IsNullOrEmpty(number) && new RollupKey(known, number, direction) is var key && !keys.Contains(key))
        {
            keys.Add(key);
        }
    }

    /// <summary>What a sender makes up as a talk of thousands of years shall not overflow a sum.</summary>
    private static long? Milliseconds(double? seconds) => seconds is null ? null : (long)Math.Round(Math.Min(seconds.Value, TimeSpan.SecondsPerDay * 366d) * 1000);
}
