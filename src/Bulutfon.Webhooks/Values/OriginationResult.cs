using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>How ringing one leg ended: <c>result</c> of an origination.</summary>
/// <param name="Value">The text as Bulutfon sends it; compared ordinally.</param>
[JsonConverter(typeof(OpenValueJsonConverter<OriginationResult>))]
public readonly record struct OriginationResult(string Value) : IOpenValue<OriginationResult>
{
    /// <summary><c>ANSWERED</c>: this leg picked up.</summary>
    public static readonly OriginationResult Answered = new("ANSWERED");

    /// <summary><c>LOSE_RACE</c>: another leg of the same group picked up first; not a missed call.</summary>
    public static readonly OriginationResult LoseRace = new("LOSE_RACE");

    /// <summary><c>NO_ANSWER</c>: the leg rang and nobody picked up.</summary>
    public static readonly OriginationResult NoAnswer = new("NO_ANSWER");

    private static readonly OriginationResult[] Known = [Answered, LoseRace, NoAnswer];

    /// <summary>The documented values. Others occur, and are kept as they came.</summary>
    public static IReadOnlyList<OriginationResult> KnownValues => Known;

    /// <summary>Whether the value is a documented one.</summary>
    public bool IsKnown => Array.IndexOf(Known, this) >= 0;

    static OriginationResult IOpenValue<OriginationResult>.Create(string value) => new(value);

    /// <summary>The text as Bulutfon sends it.</summary>
    public override string ToString() => Value ?? "";
}
