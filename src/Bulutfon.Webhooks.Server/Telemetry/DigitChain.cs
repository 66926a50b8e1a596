using System.Globalization;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Groups of digits that stand close together, and which of them make a phone number. Dates, decimal numbers and IP
/// addresses are chains too, and stay as they are. A group of 10 digits or more is a number by itself.
/// </summary>
internal sealed class DigitChain(string text, List<TextRun> runs)
{
    private readonly List<DigitGroup> _groups = [];
    private bool _plus;

    public void Add(DigitGroup group) => _groups.Add(group);

    /// <summary>Judges the groups added so far and starts the next chain.</summary>
    public void Close(bool startsWithPlus)
    {
        for (var index = 0; index < _groups.Count;)
        {
            index = Judge(index);
        }

        _groups.Clear();
        _plus = startsWithPlus;
    }

    /// <returns>The group to go on with.</returns>
    private int Judge(int index)
    {
        if (_groups[index].Digits is >= PhoneRuns.MinDigits and <= PhoneRuns.MaxDigits)
        {
            runs.Add(new(_groups[index].Start, _groups[index].End));
            return index + 1;
        }

        if (!PlusAt(index) && LengthOfOtherNumber(index) is var length and > 0)
        {
            return index + length;
        }

        var end = EndOfPhone(index);
        if (end == 0 || Separator(index) == '.')
        {
            return index + 1;
        }

        if (IndexOfNationalPrefix(index + 1, end) is var national and > 0)
        {
            return national;
        }

        runs.Add(new(_groups[index].Start, _groups[end - 1].End));
        return end;
    }

    private int LengthOfOtherNumber(int index)
    {
        if (IsDate(index))
        {
            return 3;
        }

        if (IsAddress(index))
        {
            return 4;
        }

        return IsDecimal(index) ? 2 : 0;
    }

    /// <summary>Where the number that begins here ends, after its last group; 0 if none does.</summary>
    private int EndOfPhone(int start)
    {
        var enough = ExpectedDigits(start);
        var digits = _groups[start].Digits;
        var end = start + 1;
        while (end < _groups.Count && digits < enough && MayContinue(start, end) && digits + _groups[end].Digits <= PhoneRuns.MaxDigits)
        {
            digits += _groups[end++].Digits;
        }

        return digits is >= PhoneRuns.MinDigits and <= PhoneRuns.MaxDigits ? end : 0;
    }

    private bool MayContinue(int start, int index) =>
        _groups[index].Digits > 1 && (_groups[index].Digits < PhoneRuns.MinDigits || PlusAt(start));

    // How long a number is that begins so, that a duration or a second number behind it is not taken for its end.
    private int ExpectedDigits(int start)
    {
        if (PlusAt(start))
        {
            return PhoneRuns.MaxDigits;
        }

        var group = Text(start);
        if (group.StartsWith("00"))
        {
            return 14;
        }

        return group.StartsWith("0") ? 11 : group is "90" ? 12 : PhoneRuns.MinDigits;
    }

    // `port 5060 0532 123 45 67`: the number begins at its 0.
    private int IndexOfNationalPrefix(int from, int end)
    {
        for (var index = from; index < end && !PlusAt(from - 1); index++)
        {
            if (_groups[index].Digits > 2 && Text(index)[0] == '0' && EndOfPhone(index) > 0)
            {
                return index;
            }
        }

        return 0;
    }

    private bool IsDate(int index) =>
        Separator(index + 1) is var separator and ('-' or '.' or '/') && Separator(index + 2) == separator
        && ((IsYear(index) && IsUpTo(12, index + 1) && IsUpTo(31, index + 2))
            || (IsUpTo(31, index) && IsUpTo(12, index + 1) && IsYear(index + 2)));

    private bool IsYear(int index) => _groups[index].Digits == 4 && (Text(index).StartsWith("19") || Text(index).StartsWith("20"));

    private bool IsUpTo(int limit, int index) => _groups[index].Digits == 2 && Value(index) is > 0 and var value && value <= limit;

    private bool IsAddress(int index)
    {
        for (var part = index; part < index + 4; part++)
        {
            if (part >= _groups.Count || _groups[part].Digits > 3 || Value(part) > 255 || IsZeroLed(part) || (part > index && Separator(part) != '.'))
            {
                return false;
            }
        }

        return Separator(index + 4) != '.';
    }

    private bool IsDecimal(int index) => Separator(index + 1) == '.' && Separator(index + 2) != '.' && !IsZeroLed(index);

    private bool IsZeroLed(int index) => _groups[index].Digits > 1 && Text(index)[0] == '0';

    private bool PlusAt(int index) => _plus && index == 0;

    private char Separator(int index) => index > 0 && index < _groups.Count ? _groups[index].Separator : '\0';

    private int Value(int index) => int.Parse(Text(index), NumberStyles.None, CultureInfo.InvariantCulture);

    private ReadOnlySpan<char> Text(int index)
    {
        var written = text.AsSpan(_groups[index].Start, _groups[index].Length);
        return written.Length == _groups[index].Digits ? written : TextSymbol.Digits(written);
    }
}

/// <summary>Adjacent digits, and the separator before them; a blank stands for several.</summary>
internal readonly record struct DigitGroup(int Start, int End, int Digits, char Separator)
{
    /// <summary>How many characters the digits are written with.</summary>
    public int Length => End - Start;
}
