using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>Makes the projections anew in a file beside the one that is read meanwhile.</summary>
internal sealed class ProjectionRebuild : IDisposable
{
    private readonly SqliteJournalFiles _files;
    private readonly IJournal _journal;
    private readonly SqliteProjectionStore _made;

    private ProjectionRebuild(SqliteJournalFiles files, IJournal journal)
    {
        _files = files;
        _journal = journal;
        if (RebuildRequest.Read(files) is (0, 0))
        {
            // Not begun yet: what is there is of another rebuild.
            SqliteJournalFiles.Delete(files.NewProjections);
        }

        _made = new SqliteProjectionStore(files with { Projections = files.NewProjections }, journal);
        _made.Open();
    }

    public long Cursor => _made.Cursor;

    /// <summary>Begins what is asked for, or goes on with what an earlier start began; null if nobody asks.</summary>
    public static ProjectionRebuild? Find(SqliteJournalFiles files, IJournal journal) =>
        RebuildRequest.IsThere(files) ? new ProjectionRebuild(files, journal) : null;

    public void Apply(IReadOnlyList<CommittedEvent> events)
    {
        if (events.Count > 0)
        {
            _made.Apply(events);
        }

        RebuildRequest.Tell(_files, Cursor, _journal.LastSequence);
    }

    public void Pass(long sequence) => _made.Pass(sequence);

    /// <summary>Closes the file, which then is whole without its write-ahead log.</summary>
    public void Dispose() => _made.Dispose();
}
