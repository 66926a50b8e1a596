namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>
/// Answers those whose writes were committed, off the writer's thread: a few work items for a batch rather than one for each
/// write, because waking a thread costs more than what most requests have left to do.
/// </summary>
internal sealed class Answers : IThreadPoolWorkItem
{
    private const int FewestInAnItem = 16;

    private readonly PendingWrite[] _writes;

    private Answers(PendingWrite[] writes) => _writes = writes;

    public static void Give(ReadOnlySpan<PendingWrite> writes)
    {
        var size = Math.Max(FewestInAnItem, (writes.Length + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
        while (!writes.IsEmpty)
        {
            var item = writes[..Math.Min(size, writes.Length)];
            ThreadPool.UnsafeQueueUserWorkItem(new Answers(item.ToArray()), preferLocal: false);
            writes = writes[item.Length..];
        }
    }

    public void Execute()
    {
        foreach (var write in _writes)
        {
            write.Answer();
        }
    }
}
