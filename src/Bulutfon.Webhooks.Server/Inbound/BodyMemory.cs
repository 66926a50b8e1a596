namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>
/// Bounds what large bodies take while they arrive and wait, all together. Small ones, as Bulutfon's are, need no account: the
/// number of connections bounds them.
/// </summary>
/// <param name="most">For all large bodies at once, in bytes. While one is read, made an event and stored, it takes the server several times its size.</param>
internal sealed class BodyMemory(long most = 16L * 1024 * 1024)
{
    /// <summary>A body up to this size is small, in bytes.</summary>
    public const int Small = 16 * 1024;

    private long _taken;

    /// <summary>Takes memory for a request's body, until the request is over.</summary>
    /// <returns>False when there is no more.</returns>
    public bool TryTake(HttpContext context, long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) > most)
        {
            Interlocked.Add(ref _taken, -bytes);
            return false;
        }

        context.Response.RegisterForDispose(new Share(this, bytes));
        return true;
    }

    private sealed class Share(BodyMemory memory, long bytes) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref memory._taken, -bytes);
    }
}
