using System.Text;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>Digits of a text that only fillers and a few marks separate, and where each group of them begins.</summary>
internal sealed class DigitRun
{
    private readonly StringBuilder _digits = new();
    private readonly List<(int Start, bool HasPlus)> _groups = [];
    private bool _isInGroup;
    private bool _hasPlus;
    private int _bracket = -1;

    public int Length => _digits.Length;

    public void Add(int digit)
    {
        if (!_isInGroup)
        {
            _groups.Add((_digits.Length, _hasPlus));
            (_isInGroup, _hasPlus) = (true, false);
        }

        _digits.Append((char)('0' + digit));
    }

    public void EndGroup() => _isInGroup = false;

    /// <summary>A bracket opens.</summary>
    public void Open()
    {
        EndGroup();
        _bracket = _digits.Length;
    }

    /// <summary>A bracket closes. A single zero in it, after other digits, is the one that is dialled within a country alone: it is no part of the number.</summary>
    public void Close()
    {
        EndGroup();
        if (_bracket > 0 && _bracket == _digits.Length - 1 && _digits[_bracket] == '0' && IsGroup(_bracket))
        {
            _digits.Length--;
            _groups.RemoveAt(_groups.Count - 1);
        }

        _bracket = -1;
    }

    public void AddPlus() => (_isInGroup, _hasPlus) = (false, true);

    public void Clear()
    {
        _digits.Clear();
        _groups.Clear();
        (_isInGroup, _hasPlus, _bracket) = (false, false, -1);
    }

    /// <summary>Whether a group begins at a digit.</summary>
    public bool IsGroup(int start) => FindGroup(start) >= 0;

    /// <summary>The digits between two places, with the plus sign before the first.</summary>
    public string Token(int start, int end) =>
        (FindGroup(start) is >= 0 and var group && _groups[group].HasPlus ? "+" : "") + _digits.ToString(start, end - start);

    /// <summary>All numbers that whole groups in a row make and that end with some digits.</summary>
    public IEnumerable<string> Tokens(string tail, int mostDigits)
    {
        var digits = _digits.ToString();
        for (var last = 0; last < _groups.Count; last++)
        {
            var end = last + 1 < _groups.Count ? _groups[last + 1].Start : digits.Length;
            if (!digits.AsSpan(0, end).EndsWith(tail, StringComparison.Ordinal))
            {
                continue;
            }

            for (var first = last; first >= 0 && end - _groups[first].Start <= mostDigits; first--)
            {
                yield return (_groups[first].HasPlus ? "+" : "") + digits[_groups[first].Start..end];
            }
        }
    }

    public override string ToString() => _digits.ToString();

    private int FindGroup(int start) => _groups.BinarySearch((start, false), ByStart);

    private static readonly Comparer<(int Start, bool HasPlus)> ByStart = Comparer<(int Start, bool HasPlus)>.Create(static (one, other) => one.Start.CompareTo(other.Start));
}
