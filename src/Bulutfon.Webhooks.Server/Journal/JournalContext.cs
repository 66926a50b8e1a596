using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>The journal's model, which every provider shares; each has a context of its own with its migrations.</summary>
internal abstract class JournalContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<JournalRow> Journal => Set<JournalRow>();

    public DbSet<RejectionRow> Rejections => Set<RejectionRow>();

    public DbSet<CallbackMarkRow> CallbackMarks => Set<CallbackMarkRow>();

    public DbSet<ErasureRow> Erasures => Set<ErasureRow>();

    public DbSet<ErasedRow> Erased => Set<ErasedRow>();

    public DbSet<StateRow> State => Set<StateRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<JournalRow>(ConfigureJournal);
        modelBuilder.Entity<RejectionRow>(ConfigureRejections);
        modelBuilder.Entity<CallbackMarkRow>(ConfigureCallbackMarks);
        modelBuilder.Entity<ErasureRow>(ConfigureErasures);
        modelBuilder.Entity<ErasedRow>(erased =>
        {
            erased.ToTable("erased");
            erased.HasKey(row => new { row.Kind, row.Id });
            erased.Property(row => row.Kind).HasColumnName("kind");
            erased.Property(row => row.Id).HasColumnName("id");
            erased.Property(row => row.ErasedAt).HasColumnName("erased_at");
        });
        modelBuilder.Entity<StateRow>(state =>
        {
            state.ToTable("journal_state");
            state.HasKey(row => row.Name);
            state.Property(row => row.Name).HasColumnName("name");
            state.Property(row => row.Value).HasColumnName("value");
        });
    }

    private static void ConfigureJournal(EntityTypeBuilder<JournalRow> journal)
    {
        journal.ToTable("journal");
        journal.HasKey(row => row.Id);

        // The writer gives the sequence, so that it never returns after a deletion and costs no second table.
        journal.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
        journal.Property(row => row.Timestamp).HasColumnName("timestamp");
        journal.Property(row => row.Uuid).HasColumnName("uuid");
        journal.Property(row => row.EventType).HasColumnName("event_type");
        journal.Property(row => row.Destination).HasColumnName("destination");
        journal.Property(row => row.ContentHash).HasColumnName("content_hash");
        journal.Property(row => row.Hook).HasColumnName("hook");
        journal.Property(row => row.ReceivedAt).HasColumnName("received_at");
        journal.Property(row => row.DeliveryCount).HasColumnName("delivery_count");
        journal.Property(row => row.ContentType).HasColumnName("content_type");
        journal.Property(row => row.Body).HasColumnName("body");

        // The only index: it begins with the time, so that inserts go to its end, and lists by time read it in order.
        journal.HasIndex(row => new { row.Timestamp, row.Uuid, row.EventType, row.Destination, row.ContentHash })
            .IsUnique()
            .HasDatabaseName("ux_journal_identity");
    }

    private static void ConfigureRejections(EntityTypeBuilder<RejectionRow> rejections)
    {
        rejections.ToTable("rejections");
        rejections.HasKey(row => row.Id);
        rejections.Property(row => row.Id).HasColumnName("id");
        rejections.Property(row => row.Hook).HasColumnName("hook");
        rejections.Property(row => row.ReceivedAt).HasColumnName("received_at");
        rejections.Property(row => row.Status).HasColumnName("status");
        rejections.Property(row => row.Code).HasColumnName("code");
        rejections.Property(row => row.Detail).HasColumnName("detail");
        rejections.Property(row => row.Path).HasColumnName("path");
        rejections.Property(row => row.ByteOffset).HasColumnName("byte_offset");
        rejections.Property(row => row.ContentType).HasColumnName("content_type");
        rejections.Property(row => row.Size).HasColumnName("size");
        rejections.Property(row => row.Body).HasColumnName("body");
        rejections.Property(row => row.EventId).HasColumnName("event_id");
        rejections.Ignore(row => row.IsTruncated);
    }

    private static void ConfigureErasures(EntityTypeBuilder<ErasureRow> erasures)
    {
        erasures.ToTable("erasures");
        erasures.HasKey(row => row.Id);
        erasures.Property(row => row.Id).HasColumnName("id");
        erasures.Property(row => row.Number).HasColumnName("number");
        erasures.Property(row => row.State).HasColumnName("state");
        erasures.Property(row => row.RequestedBy).HasColumnName("requested_by");
        erasures.Property(row => row.RequestedAt).HasColumnName("requested_at");
        erasures.Property(row => row.FinishedAt).HasColumnName("finished_at");
        erasures.Property(row => row.Events).HasColumnName("events");
        erasures.Property(row => row.Rejections).HasColumnName("rejections");
        erasures.Property(row => row.Marks).HasColumnName("marks");
    }

    private static void ConfigureCallbackMarks(EntityTypeBuilder<CallbackMarkRow> marks)
    {
        marks.ToTable("callback_marks");
        marks.HasKey(row => row.Number);
        marks.Property(row => row.Number).HasColumnName("number");
        marks.Property(row => row.State).HasColumnName("state");
        marks.Property(row => row.Note).HasColumnName("note");
        marks.Property(row => row.MarkedBy).HasColumnName("marked_by");
        marks.Property(row => row.MarkedAt).HasColumnName("marked_at");
        marks.Property(row => row.LastCallAt).HasColumnName("last_call_at");
    }
}
