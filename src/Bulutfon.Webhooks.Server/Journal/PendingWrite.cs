using System.Threading.Tasks.Sources;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Something that waits to be committed, and the one who waits for it.</summary>
internal abstract class PendingWrite : IValueTaskSource<Appended>
{
    private ManualResetValueTaskSourceCore<Appended> _completion;
    private Exception? _failure;

    /// <summary>The bytes of memory that it holds while it waits.</summary>
    public abstract int Size { get; }

    /// <summary>Set by the provider inside the transaction, handed out after the commit.</summary>
    public Appended Result { get; set; }

    public ValueTask<Appended> Completion => new(this, _completion.Version);

    /// <summary>Makes <see cref="Answer"/> throw.</summary>
    public void Fail(Exception exception) => _failure = exception;

    /// <summary>Answers the one who waits, whose code goes on here.</summary>
    public void Answer()
    {
        if (_failure is null)
        {
            _completion.SetResult(Result);
        }
        else
        {
            _completion.SetException(_failure);
        }
    }

    Appended IValueTaskSource<Appended>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Appended>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<Appended>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);
}

/// <summary>An event.</summary>
/// <param name="newEvent">The event.</param>
/// <param name="rejectionId">The rejection that a retry made it from, if any: the same commit notes the event's id there.</param>
internal sealed class PendingEvent(NewEvent newEvent, long? rejectionId = null) : PendingWrite
{
    public NewEvent New { get; } = newEvent;

    public long? RejectionId { get; } = rejectionId;

    public override int Size => New.Body.Length;

    /// <summary>An event without a time of its own takes its arrival time.</summary>
    public long Timestamp => New.Event.Timestamp ?? New.ReceivedAt;

    /// <summary>Without a time there is no telling a repetition from a second event, so the key is made unique.</summary>
    public long ContentHash { get; } = newEvent.Event.Timestamp is null ? Random.Shared.NextInt64() : (long)newEvent.ContentHash;
}

/// <summary>A body that is no event.</summary>
/// <param name="rejection">The rejection.</param>
internal sealed class PendingRejection(RejectionRow rejection) : PendingWrite
{
    public RejectionRow Rejection { get; } = rejection;

    public override int Size => Rejection.Body.Length;
}

/// <summary>A mark of a call-back. Its result's id is how many rows it changed.</summary>
/// <param name="number">The number's key.</param>
/// <param name="mark">The mark; null to take it away.</param>
/// <param name="forgetBefore">Marks about calls before this, in microseconds since the Unix epoch, say nothing any more and go.</param>
internal sealed class PendingMark(string number, CallbackMarkRow? mark, long forgetBefore) : PendingWrite
{
    public string Number { get; } = number;

    public CallbackMarkRow? Mark { get; } = mark;

    public long ForgetBefore { get; } = forgetBefore;

    public override int Size => 0;
}

/// <summary>A mark that shows whether the store commits. A write that is rolled back would not: it never reaches the disk.</summary>
/// <param name="at">When, in microseconds since the Unix epoch: the same value twice would be no write.</param>
internal sealed class PendingProbe(long at) : PendingWrite
{
    public long At { get; } = at;

    public override int Size => 0;
}
