namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>
/// One key for all the ways to write a number: <c>0532…</c>, <c>532…</c>, <c>+90 532…</c>, <c>0090532…</c> and <c>90532…</c>
/// are <c>90532…</c>. Extensions, groups and menus are their digits; other texts, such as <c>anonymous</c>, themselves in small letters.
/// </summary>
internal static class NumberKey
{
    private const string Turkey = "90";
    private const int NationalLength = 10;

    public static string? Of(string? number)
    {
        if (string.IsNullOrWhiteSpace(number))
        {
            return null;
        }

        var digits = Digits(number);
        if (digits is null)
        {
            return number.Trim().ToLowerInvariant();
        }

        var significant = digits.StartsWith("00", StringComparison.Ordinal) && digits.Length > 2 ? digits[2..] : digits;
        return significant.Length switch
        {
            NationalLength + 1 when significant[0] == '0' => Turkey + significant[1..],
            NationalLength when significant[0] is (>= '2' and <= '5') or '8' or '9' => Turkey + significant,
            _ => significant,
        };
    }

    /// <summary>The digits, if nothing else remains without blanks, <c>+</c>, <c>-</c>, <c>.</c> and parentheses.</summary>
    private static string? Digits(string number)
    {
        if (!number.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return number;
        }

        Span<char> digits = number.Length <= 64 ? stackalloc char[number.Length] : new char[number.Length];
        var length = 0;
        foreach (var character in number)
        {
            if (char.IsAsciiDigit(character))
            {
                digits[length++] = character;
            }
            else if (!" \t+-.()".Contains(character, StringComparison.Ordinal))
            {
                return null;
            }
        }

        return length > 0 ? new string(digits[..length]) : null;
    }
}
