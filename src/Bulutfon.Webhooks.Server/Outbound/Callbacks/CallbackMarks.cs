using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

/// <summary>
/// The marks of call-backs by the keys of numbers, also those that earlier versions stored under other keys: a number with the trunk zero after the country code, and
/// foreign numbers that were read as Turkish.
/// </summary>
internal sealed class CallbackMarks
{
    private const string Turkey = "90";
    private const int NationalDigits = 10;

    private readonly Dictionary<string, CallbackMarkRow> _byKey = new(StringComparer.Ordinal);

    /// <param name="rows">All marks.</param>
    /// <param name="waiting">The numbers that wait: whose call a mark is about tells whose it is.</param>
    public CallbackMarks(IEnumerable<CallbackMarkRow> rows, IReadOnlyList<WaitingNumber> waiting)
    {
        foreach (var row in rows.OrderBy(row => row.MarkedAt))
        {
            _byKey[NumberKey.Of(row.Number) ?? row.Number] = row;
        }

        foreach (var foreign in waiting)
        {
            if (AsTurkish(foreign.Number) is { } turkish && !_byKey.ContainsKey(foreign.Number) && _byKey.GetValueOrDefault(turkish) is { } row
                && IsAbout(row, foreign) && !waiting.Any(each => each.Number == turkish && IsAbout(row, each)))
            {
                _byKey.Remove(turkish);
                _byKey[foreign.Number] = row;
            }
        }
    }

    /// <summary>The mark of a number; null if it has none.</summary>
    public CallbackMarkRow? Find(string number) => _byKey.GetValueOrDefault(number);

    /// <summary>The keys under which the mark of this number, and of no other, may be stored, today's first.</summary>
    public static IEnumerable<string> KeysOf(string key)
    {
        yield return key;

        if (key.Length == Turkey.Length + NationalDigits && key.StartsWith(Turkey, StringComparison.Ordinal))
        {
            yield return $"{Turkey}0{key[Turkey.Length..]}";
        }
    }

    /// <summary>Whether an earlier version read the number as a Turkish one.</summary>
    public static bool MayBeUnderTurkishKey(string key) => AsTurkish(key) is not null;

    private static bool IsAbout(CallbackMarkRow row, WaitingNumber waiting) => waiting.Calls.Any(call => call.StartedAt == row.LastCallAt);

    private static string? AsTurkish(string key) => key is ['+', .. { Length: NationalDigits } digits] ? Turkey + digits : null;
}
