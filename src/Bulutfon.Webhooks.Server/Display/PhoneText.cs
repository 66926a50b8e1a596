using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Display;

/// <summary>
/// A number as people in Turkey write and dial it. The blanks also keep a spreadsheet from taking it for an amount, which
/// would lose the leading zero and show <c>9,05E+11</c>.
/// </summary>
internal static class PhoneText
{
    private const int TurkishLength = 12;

    /// <summary>Menus, ring groups, extensions and short numbers such as 155: too short to be spoilt.</summary>
    private const int LongestShort = 6;

    /// <returns><c>0532 204 15 84</c>; abroad <c>00 49301234567</c>; text such as <c>anonymous</c> as it is.</returns>
    public static string? Of(string? number)
    {
        var key = NumberKey.Of(number);
        return key switch
        {
            null => null,
            _ when NumberKey.DigitsOf(key).IsEmpty => number!.Trim(),
            ['+', .. var foreign] => $"00 {foreign}",
            { Length: <= LongestShort } => key,
            { Length: TurkishLength } when key.StartsWith("90", StringComparison.Ordinal) => $"0{key[2..5]} {key[5..8]} {key[8..10]} {key[10..]}",
            { Length: 7 } => $"{key[..3]} {key[3..5]} {key[5..]}",
            _ => $"00 {key}",
        };
    }
}
