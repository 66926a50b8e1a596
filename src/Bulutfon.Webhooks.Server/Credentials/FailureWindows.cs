using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// Counts by key, each for one window of time from its first. Holds a bounded number of keys: beyond it the oldest is forgotten.
/// Not safe for several threads.
/// </summary>
internal sealed class FailureWindows<TKey>(int capacity)
    where TKey : struct
{
    private readonly Dictionary<TKey, Window> windows = [];
    private readonly Queue<TKey> byAge = [];

    /// <returns>How often in the key's window, and how much of it is left.</returns>
    public (int Count, TimeSpan Left) Of(TKey key, DateTimeOffset now, TimeSpan length) =>
        windows.TryGetValue(key, out var window) && now - window.Start < length
            ? (window.Count, window.Start + length - now)
            : (0, TimeSpan.Zero);

    /// <returns>How often in the key's window, with this time.</returns>
    public int Add(TKey key, DateTimeOffset now, TimeSpan length)
    {
        if (windows.TryGetValue(key, out var window) && now - window.Start < length)
        {
            windows[key] = window with { Count = window.Count + 1 };
            return window.Count + 1;
        }

        // One that starts again keeps its place in the queue, and may be forgotten a little early.
        if (windows.TryAdd(key, new Window(now, Count: 1)))
        {
            byAge.Enqueue(key);
            if (byAge.Count > capacity)
            {
                windows.Remove(byAge.Dequeue());
            }
        }
        else
        {
            windows[key] = new Window(now, Count: 1);
        }

        return 1;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Window(DateTimeOffset Start, int Count);
}
