namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>The highest committed sequence, and a way to wait for a higher one.</summary>
internal sealed class CommitSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiters;
    private long _last;

    public long Last => Volatile.Read(ref _last);

    public void Set(long sequence)
    {
        TaskCompletionSource? waiters;
        lock (_gate)
        {
            Volatile.Write(ref _last, sequence);
            (waiters, _waiters) = (_waiters, null);
        }

        waiters?.SetResult();
    }

    /// <summary>The same, unless a higher one is known already: where several tell of commits, one may be late.</summary>
    public void Raise(long sequence)
    {
        TaskCompletionSource? waiters;
        lock (_gate)
        {
            if (sequence <= _last)
            {
                return;
            }

            Volatile.Write(ref _last, sequence);
            (waiters, _waiters) = (_waiters, null);
        }

        waiters?.SetResult();
    }

    public async Task WaitAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_last > after)
                {
                    return;
                }

                changed = (_waiters ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
