using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Tests.Calls.Projection;

/// <summary>A journal that claims to be longer than it is.</summary>
internal sealed class LongJournal(IJournal inner) : IJournal
{
    public long LastSequence => long.MaxValue;

    public JournalStatus Status => inner.Status;

    public ValueTask<Appended> AppendAsync(NewEvent newEvent) => inner.AppendAsync(newEvent);

    public ValueTask<Appended> AppendRetriedAsync(long rejectionId, NewEvent newEvent) => inner.AppendRetriedAsync(rejectionId, newEvent);

    public ValueTask<Appended> RejectAsync(RejectionRow rejection) => inner.RejectAsync(rejection);

    public Task MarkCallbackAsync(CallbackMarkRow mark, long forgetBefore) => inner.MarkCallbackAsync(mark, forgetBefore);

    public Task<bool> UnmarkCallbackAsync(string number) => inner.UnmarkCallbackAsync(number);

    public ValueTask<Appended> ProbeAsync() => inner.ProbeAsync();

    public Task<IReadOnlyList<CommittedEvent>> ReadAfterAsync(long after, int limit, CancellationToken cancellationToken) =>
        inner.ReadAfterAsync(after, limit, cancellationToken);

    public void ForgetRecent(long through) => inner.ForgetRecent(through);

    public Task WaitForCommitAsync(long after, CancellationToken cancellationToken) => inner.WaitForCommitAsync(after, cancellationToken);

    public JournalContext OpenContext() => inner.OpenContext();
}
