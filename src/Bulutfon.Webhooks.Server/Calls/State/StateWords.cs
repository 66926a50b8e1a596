using System.Collections.Frozen;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Words that states are full of: a byte instead of a text, and no new string when they are read. The positions are stored: add at
/// the end, never reorder.
/// </summary>
internal static class StateWords
{
    private static readonly string[] Words =
    [
        "IN", "OUT", "LOCAL",
        "NORMAL_CLEARING", "USER_BUSY", "NO_ANSWER", "ORIGINATOR_CANCEL", "CALL_REJECTED", "NO_USER_RESPONSE", "UNALLOCATED_NUMBER",
        "INVALID_NUMBER_FORMAT", "NORMAL_TEMPORARY_FAILURE", "RECOVERY_ON_TIMER_EXPIRE", "SUCCESS",
        "recv_bye", "send_bye", "recv_cancel", "send_cancel", "recv_refuse", "send_refuse",
        "default",
    ];

    private static readonly FrozenDictionary<string, int> Positions = Words.Index().ToFrozenDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);

    public static int Find(string text) => Positions.GetValueOrDefault(text, -1);

    public static string? At(ulong position) => position < (ulong)Words.Length ? Words[position] : null;
}
