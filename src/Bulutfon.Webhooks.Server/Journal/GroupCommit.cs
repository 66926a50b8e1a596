using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Told what was committed; by whoever committed, one at a time, so it must be quick.</summary>
internal delegate void CommittedHandler(ReadOnlySpan<PendingWrite> batch);

/// <summary>
/// Commits together what waits together: one thread takes everything that waits, writes it in one transaction, and only then
/// answers each. While it commits, the next batch gathers, so it never lingers for more. While writes come one by one, each is committed by the thread that brings it:
/// two switches between threads cost more than all else of such a commit. It leads for itself alone, and whatever arrives meanwhile gathers as always.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>The most memory that bodies may hold while they wait or are being committed, in bytes.</summary>
    private const long MaxWaitingBytes = 64L * 1024 * 1024;

    /// <summary>After so many batches of one in a row the next one is likely to be alone too.</summary>
    private const int Alone = 4;

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
    private int _singles;
    private bool _isCommitting;
    private bool _isLed;
    private bool _hasty;
    private bool _stopping;

    /// <param name="writer">The provider's writer; disposed with this.</param>
    /// <param name="capacity">The most writes that may wait.</param>
    /// <param name="health">Told of every commit and failure.</param>
    /// <param name="committed">Called after a commit, before anyone is answered. Must be quick.</param>
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

            _heldBytes += write.Size;
            if (!MayLead(write))
            {
                _waiting.Add(write);
                if (_waiting.Count == 1 && !_isLed)
                {
                    Monitor.Pulse(_gate);
                }

                return write.Completion;
            }

            _isLed = true;
        }

        var completion = write.Completion;
        Lead(write);
        return completion;
    }

    /// <summary>Whether an event is alone: none waits, none is being committed, and the last ones were alone too. Other writes can take long.</summary>
    private bool MayLead(PendingWrite write) =>
        _singles >= Alone && _writer.IsQuick && write is PendingEvent && _waiting.Count == 0 && !_isCommitting && !_isLed && !_hasty && _health.Outage is null;

    /// <summary>Commits on this thread, or leaves it to the journal's if that could take long.</summary>
    private void Lead(PendingWrite write)
    {
        // What fails behind the commit must not have it made again.
        var isDone = true;
        try
        {
            isDone = TryCommit(new Span<PendingWrite>(ref write), static (writer, batch) => writer.TryCommitAtOnce(batch));
        }
        finally
        {
            lock (_gate)
            {
                _isLed = false;
                if (isDone)
                {
                    _heldBytes -= write.Size;
                }
                else
                {
                    // Before those that came later.
                    _waiting.Insert(0, write);
                }

                if (_waiting.Count > 0 || _stopping)
                {
                    Monitor.Pulse(_gate);
                }
            }
        }

        if (isDone)
        {
            write.Answer();
        }
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
                Answers.Give(batch);
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
            _isCommitting = false;
            while (_waiting.Count == 0 || _isLed)
            {
                hasty = _hasty;
                if (_stopping && !_isLed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            _isCommitting = true;
        }

        // Requests that are ready to run come first, if there are any: each that gets here in time makes the commit cheaper for all.
        Thread.Yield();
        lock (_gate)
        {
            hasty = _hasty;
            (_waiting, _batch) = (_batch, _waiting);
            _batchBytes = _heldBytes;
            _singles = _batch.Count == 1 ? Math.Min(_singles + 1, Alone) : 0;
            return true;
        }
    }

    private void Commit(Span<PendingWrite> batch)
    {
        _ = TryCommit(batch, WriteAll);
        Answers.Give(batch);
    }

    private static bool WriteAll(IJournalWriter writer, ReadOnlySpan<PendingWrite> batch)
    {
        writer.Commit(batch);
        return true;
    }

    /// <summary>Commits and settles each write, so that it can be answered; false if the writer left it.</summary>
    private bool TryCommit(Span<PendingWrite> batch, Func<IJournalWriter, ReadOnlySpan<PendingWrite>, bool> commit)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (!commit(_writer, batch))
            {
                return false;
            }
        }
        catch (Exception exception)
        {
            var fault = _writer.FaultOf(exception);
            if (fault is null && batch.Length > 1)
            {
                CommitEach(batch);
                return true;
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
            return true;
        }

        _health.Committed(batch.Length, Stopwatch.GetElapsedTime(started));
        _committed(batch);
        return true;
    }

    /// <summary>One write that the store refuses must not take the others with it.</summary>
    private void CommitEach(Span<PendingWrite> batch)
    {
        foreach (ref var write in batch)
        {
            _ = TryCommit(new Span<PendingWrite>(ref write), WriteAll);
        }
    }

    private void Refuse(ReadOnlySpan<PendingWrite> batch, Exception? exception)
    {
        var unavailable = new JournalUnavailableException("The journal cannot store events now.", _health.TimeToDrain(batch.Length), exception);
        foreach (var write in batch)
        {
            write.Fail(unavailable);
        }
    }
}
