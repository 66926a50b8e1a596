using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Told what was committed; by the writer's thread, so it must be quick.</summary>
internal delegate void CommittedHandler(ReadOnlySpan<PendingWrite> batch);

/// <summary>
/// Commits together what waits together: one thread takes everything that waits, writes it in one transaction, and only then
/// answers each. While it commits, the next batch gathers, so it never lingers for more.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>The most memory that bodies may hold while they wait or are being committed, in bytes.</summary>
    private const long MaxWaitingBytes = 64L * 1024 * 1024;

    private readonly object _gate = new();
    private readonly IJournalWriter _writer;
    private readonly int _capacity;
    private readonly CommitHealth _health;
    private readonly CommittedHandler _committed;
    private readonly Thread _thread;
    private List<PendingWrite> _waiting = [];
    private List<PendingWrite> _batch = [];
    private long _heldBytes;
    private long _batchBytes;
    private bool _hasty;
    private bool _stopping;

    /// <param name="writer">The provider's writer; disposed with this.</param>
    /// <param name="capacity">The most writes that may wait.</param>
    /// <param name="health">Told of every commit and failure.</param>
    /// <param name="committed">Called by the writer's thread after a commit, before anyone is answered. Must be quick.</param>
    public GroupCommit(IJournalWriter writer, int capacity, CommitHealth health, CommittedHandler committed)
    {
        _writer = writer;
        _capacity = capacity;
        _health = health;
        _committed = committed;
        _thread = new Thread(Run) { Name = "journal", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether it commits, and what waits.</summary>
    public JournalStatus Status
    {
        get
        {
            int waiting;
            long waitingBytes;
            bool isFull;
            lock (_gate)
            {
                waiting = _waiting.Count;
                waitingBytes = _heldBytes;
                isFull = waiting >= _capacity || waitingBytes >= MaxWaitingBytes;
            }

            return new JournalStatus(_health.Outage, _health.LastAttempt, waiting, waitingBytes, isFull, _health.TimeToDrain(waiting), _writer.WalBytes, _writer.Generation);
        }
    }

    /// <summary>Waits until the write is committed. It cannot be cancelled: a client that hangs up changes nothing.</summary>
    /// <exception cref="JournalUnavailableException">Too much waits already, or the store failed.</exception>
    public ValueTask<Appended> WriteAsync(PendingWrite write)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                throw new JournalUnavailableException(StoreFault.Stopping.Reason, CommitHealth.MinRetryAfter);
            }

            if (_waiting.Count >= _capacity || _heldBytes + write.Size > MaxWaitingBytes)
            {
                throw new JournalUnavailableException(StoreFault.QueueFull.Reason, _health.TimeToDrain(_waiting.Count));
            }

            _waiting.Add(write);
            _heldBytes += write.Size;
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }

        return write.Completion;
    }

    /// <summary>The end is near: while the store fails, nothing is tried again, and the attempt that is under way is cut short.</summary>
    public void Hasten()
    {
        lock (_gate)
        {
            _hasty = true;
        }

        _writer.Hasten();
    }

    /// <summary>Commits what waits, then stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _hasty = _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _writer.Dispose();
    }

    private void Run()
    {
        while (TakeAll(out var hasty))
        {
            var batch = CollectionsMarshal.AsSpan(_batch);
            if (hasty && _health.Outage is not null)
            {
                Refuse(batch, exception: null);
            }
            else
            {
                Commit(batch);
            }

            _batch.Clear();
        }
    }

    private bool TakeAll(out bool hasty)
    {
        lock (_gate)
        {
            _heldBytes -= _batchBytes;
            _batchBytes = 0;
            while (_waiting.Count == 0)
            {
                hasty = _hasty;
                if (_stopping)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }
        }

        // Requests that are ready to run come first, if there are any: each that gets here in time makes the commit cheaper for all.
        Thread.Yield();
        lock (_gate)
        {
            hasty = _hasty;
            (_waiting, _batch) = (_batch, _waiting);
            _batchBytes = _heldBytes;
            return true;
        }
    }

    private void Commit(Span<PendingWrite> batch)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            _writer.Commit(batch);
        }
        catch (Exception exception)
        {
            var fault = _writer.FaultOf(exception);
            if (fault is null && batch.Length > 1)
            {
                CommitEach(batch);
                return;
            }

            if (fault is null)
            {
                _health.Refused(exception);
            }
            else
            {
                _health.Failed(fault, exception);
            }

            Refuse(batch, exception);
            return;
        }

        _health.Committed(batch.Length, Stopwatch.GetElapsedTime(started));
        _committed(batch);
        Answers.Give(batch);
    }

    /// <summary>One write that the store refuses must not take the others with it.</summary>
    private void CommitEach(Span<PendingWrite> batch)
    {
        foreach (ref var write in batch)
        {
            Commit(new Span<PendingWrite>(ref write));
        }
    }

    private void Refuse(ReadOnlySpan<PendingWrite> batch, Exception? exception)
    {
        var unavailable = new JournalUnavailableException("The journal cannot store events now.", _health.TimeToDrain(batch.Length), exception);
        foreach (var write in batch)
        {
            write.Fail(unavailable);
        }

        Answers.Give(batch);
    }
}
