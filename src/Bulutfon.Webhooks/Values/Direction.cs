using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>Where a call goes, seen from the customer: <c>direction</c> and <c>bf_direction</c>.</summary>
/// <param name="Value">The text as Bulutfon sends it; compared ordinally.</param>
[JsonConverter(typeof(OpenValueJsonConverter<Direction>))]
public readonly record struct Direction(string Value) : IOpenValue<Direction>
{
    /// <summary><c>IN</c>: from outside to the PBX.</summary>
    public static readonly Direction In = new("IN");

    /// <summary><c>OUT</c>: from the PBX to outside.</summary>
    public static readonly Direction Out = new("OUT");

    /// <summary><c>LOCAL</c>: between extensions of the PBX.</summary>
    public static readonly Direction Local = new("LOCAL");

    private static readonly Direction[] Known = [In, Out, Local];

    /// <summary>The documented values. Others occur, and are kept as they came.</summary>
    public static IReadOnlyList<Direction> KnownValues => Known;

    /// <summary>Whether the value is a documented one.</summary>
    public bool IsKnown => Array.IndexOf(Known, this) >= 0;

    static Direction IOpenValue<Direction>.Create(string value) => new(value);

    /// <summary>The text as Bulutfon sends it.</summary>
    public override string ToString() => Value ?? "";
}
