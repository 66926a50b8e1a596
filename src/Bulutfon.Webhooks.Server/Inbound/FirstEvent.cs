namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>
/// Reads an event of each format before the server listens. What that needs is loaded when it is first used: under the first post
/// it might be loaded no more, for want of memory or of files that may be open.
/// </summary>
internal static class FirstEvent
{
    public static void Read()
    {
        _ = EventReceiver.Read("application/json", [.. """{"event_type":"call_init","uuid":"first","timestamp":1435762851086820,"caller":905321110000}"""u8], "", 0);
        _ = EventReceiver.Read("application/x-www-form-urlencoded", [.. "event_type=call_hangup&uuid=first&cdr[callflow][0][callee]=10"u8], "", 0);
        _ = EventReceiver.Read("application/json", [.. "{"u8], "", 0);
    }
}
