namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A station of a call: menu 99, group 101, extension 1004.</summary>
internal readonly record struct Station(PlaceKind Kind, string? Number)
{
    /// <summary>The phone of a leg that rang in a step: an extension, or a number outside, such as somebody's mobile phone.</summary>
    public static Station OfLeg(PlaceKind step, string? number) =>
        new(step == PlaceKind.Number || OutsideNumber.KeyOf(number) is not null ? PlaceKind.Number : PlaceKind.Extension, number);

    public string KindName => Kind switch
    {
        PlaceKind.Did => "did",
        PlaceKind.Menu => "menu",
        PlaceKind.Group => "group",
        PlaceKind.Extension => "extension",
        _ => "number",
    };

    public Bilingual Label => Kind switch
    {
        PlaceKind.Menu => new($"menu {Number}".TrimEnd(), $"{Number} numaralı menü"),
        PlaceKind.Group => new($"group {Number}".TrimEnd(), $"{Number} numaralı grup"),
        PlaceKind.Extension => new($"extension {Number}".TrimEnd(), $"{Number} numaralı dahili"),
        _ => new($"number {Number}".TrimEnd(), $"{Number} numarası"),
    };

    public override string ToString() => $"{KindName} {Number}".TrimEnd();
}
