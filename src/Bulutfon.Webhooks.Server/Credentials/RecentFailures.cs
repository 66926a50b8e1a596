namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>The last wrong credentials, as keyed hashes; beyond its capacity the oldest is forgotten.</summary>
internal sealed class RecentFailures(int capacity)
{
    private readonly Lock gate = new();
    private readonly HashSet<KeyedHash> known = [];
    private readonly Queue<KeyedHash> byAge = [];

    public bool Contains(KeyedHash credentials)
    {
        lock (gate)
        {
            return known.Contains(credentials);
        }
    }

    public void Add(KeyedHash credentials)
    {
        lock (gate)
        {
            if (!known.Add(credentials))
            {
                return;
            }

            byAge.Enqueue(credentials);
            if (byAge.Count > capacity)
            {
                known.Remove(byAge.Dequeue());
            }
        }
    }
}
