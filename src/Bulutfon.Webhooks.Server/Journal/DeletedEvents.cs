namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Events that are in the journal no more.</summary>
/// <param name="ids">Their sequences.</param>
internal sealed class DeletedEvents(IReadOnlyList<long> ids) : EventArgs
{
    public IReadOnlyList<long> Ids => ids;
}
