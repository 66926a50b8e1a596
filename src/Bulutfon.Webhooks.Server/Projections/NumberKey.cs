namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>
/// One key for all the ways to write a number: <c>0532…</c>, <c>532…</c>, <c>+90 532…</c>, <c>+90 (0)532…</c>, <c>0090532…</c> and <c>90532…</c>
/// are <c>90532…</c>. A foreign number keeps its <c>+</c> where its digits alone would be read as Turkish. Extensions, groups and menus are their digits; other
/// texts, such as <c>anonymous</c>, are their <see cref="FoldedText"/>. The key of a key is itself.
/// </summary>
internal static class NumberKey
{
    /// <summary>Extensions, groups and menus have at most so many digits, and no second spelling.</summary>
    private const int ShortNumber = 6;

    public static string? Of(string? number) =>
        string.IsNullOrWhiteSpace(number) ? null : NumberText.KeyOf(number) ?? FoldedText.Of(number);

    /// <summary>Whether two texts are one number, or neither is there. Numbers of events are in their canonical form, where two of one length are one only if they are equal.</summary>
    public static bool AreOne(string? number, string? other) =>
        string.Equals(number, other, StringComparison.Ordinal)
        || (number is not null && other is not null && number.Length != other.Length && Math.Max(number.Length, other.Length) > ShortNumber
            && string.Equals(Of(number), Of(other), StringComparison.Ordinal));

    /// <summary>The digits of a key that is a number, without the <c>+</c> of a foreign one; empty of a text.</summary>
    public static ReadOnlySpan<char> DigitsOf(string key)
    {
        var digits = key is ['+', ..] ? key.AsSpan(1) : key.AsSpan();
        return digits.ContainsAnyExceptInRange('0', '9') ? default : digits;
    }
}
