using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>
/// Collects the digits of one written phone number, character by character, and applies the rules of country codes. A leading <c>+</c> before at least eight digits,
/// or <c>00</c> before at least seven more, says that the number is international. Bare digits are Turkish by guess: <c>0</c> and ten digits, or ten digits that begin
/// with 2 to 5, 8 or 9.
/// </summary>
internal ref struct NumberReader(Span<byte> digits)
{
    /// <summary>The most digits that are read as a number; the room that <see cref="WriteText"/> and <see cref="WriteKey"/> need is four more.</summary>
    public const int MostDigits = 60;

    /// <summary>The room for the result.</summary>
    public const int Room = MostDigits + 4;

    private const int NationalLength = 10;
    private const int FewestAfterPlus = 8;
    private const int FewestAfterZeros = 7;

    private readonly Span<byte> _digits = digits;
    private int _count;
    private bool _hasPlus;
    private int _bracket = -1;

    /// <summary>How many digits there are so far.</summary>
    public readonly int Count => _count;

    /// <summary>Adds a character; false if no number has it.</summary>
    public bool Add(Rune character)
    {
        if (NumberCharacters.DigitOf(character) is >= 0 and var digit)
        {
            if (_count == MostDigits)
            {
                return false;
            }

            _digits[_count++] = (byte)('0' + digit);
            return true;
        }

        if (NumberCharacters.IsPlus(character))
        {
            _hasPlus |= _count == 0;
            return true;
        }

        // +44 (0)20…: a zero that is dialled within the country alone.
        if (character.Value == '(')
        {
            _bracket = _count;
        }
        else if (character.Value == ')')
        {
            if (_bracket > 0 && _bracket == _count - 1 && _digits[_bracket] == '0' && (_hasPlus || _digits[.._bracket].StartsWith("00"u8)))
            {
                _count--;
            }

            _bracket = -1;
        }

        return NumberCharacters.IsFiller(character);
    }

    /// <summary>Writes the number as events show it: its digits as they were written, with the <c>+</c> where they would be read as Turkish without it.</summary>
    /// <returns>The length.</returns>
    public readonly int WriteText(Span<byte> text)
    {
        var written = _digits[.._count];
        if (_hasPlus && International(written, FewestAfterPlus) is { IsEmpty: false } significant)
        {
            return WriteInternational(significant, text);
        }

        // 0090 0532…, 90 0532…: the trunk zero is no part of the number.
        var prefix = written.StartsWith("00"u8) ? 2 : 0;
        if (HasTrunkZero(written[prefix..]))
        {
            written[..(prefix + 2)].CopyTo(text);
            written[(prefix + 3)..].CopyTo(text[(prefix + 2)..]);
            return _count - 1;
        }

        written.CopyTo(text);
        return _count;
    }

    /// <summary>Writes the one key of all spellings of the number.</summary>
    /// <returns>The length.</returns>
    public readonly int WriteKey(Span<byte> key)
    {
        var written = _digits[.._count];
        var significant = _hasPlus ? International(written, FewestAfterPlus) : default;
        if (significant.IsEmpty && written.StartsWith("00"u8))
        {
            significant = International(written[2..], FewestAfterZeros);
        }

        return significant.IsEmpty ? WriteBare(written, key) : WriteInternational(significant, key);
    }

    /// <summary>The digits from the country code on; empty if they are too few, or begin with a zero as no country code does.</summary>
    private static ReadOnlySpan<byte> International(ReadOnlySpan<byte> digits, int fewest)
    {
        if (digits.StartsWith("00"u8))
        {
            digits = digits[2..];
        }

        return digits.Length >= fewest && digits[0] != (byte)'0' ? digits : default;
    }

    private static int WriteInternational(ReadOnlySpan<byte> significant, Span<byte> text)
    {
        Span<byte> bare = stackalloc byte[Room];
        var digits = text[1..];
        significant.CopyTo(digits);
        var length = significant.Length;
        if (significant.StartsWith("90"u8))
        {
            var national = significant[2..].TrimStart((byte)'0');
            national.CopyTo(digits[2..]);
            length = national.Length + 2;
        }

        var number = digits[..length];
        if (bare[..WriteBare(number, bare)].SequenceEqual(number))
        {
            number.CopyTo(text);
            return length;
        }

        text[0] = (byte)'+';
        return length + 1;
    }

    private static int WriteBare(ReadOnlySpan<byte> digits, Span<byte> text)
    {
        var national = digits.Length == NationalLength + 1 && digits[0] == (byte)'0' ? digits[1..]
            : digits.Length == NationalLength && digits[0] is (>= (byte)'2' and <= (byte)'5') or (byte)'8' or (byte)'9' ? digits
            : HasTrunkZero(digits) ? digits[3..]
            : default;
        if (national.IsEmpty)
        {
            digits.CopyTo(text);
            return digits.Length;
        }

        "90"u8.CopyTo(text);
        national.CopyTo(text[2..]);
        return national.Length + 2;
    }

    /// <summary><c>90 0532…</c>: the zero that is dialled within Turkey, after Turkey's country code.</summary>
    private static bool HasTrunkZero(ReadOnlySpan<byte> digits) => digits.Length == NationalLength + 3 && digits.StartsWith("900"u8);
}
