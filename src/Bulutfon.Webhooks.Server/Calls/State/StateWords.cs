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

    public static int Find(string text)
    {
        for (var i = 0; i < Words.Length; i++)
        {
            if (ReferenceEquals(Words[i], text) || Words[i] == text)
            {
                return i;
            }
        }

        return -1;
    }

    public static string? At(ulong position) => position < (ulong)Words.Length ? Words[position] : null;
}
