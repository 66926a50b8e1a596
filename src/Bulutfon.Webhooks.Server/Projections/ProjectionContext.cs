using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>The projections' model, which every provider shares. Everything in it can be made again from the journal.</summary>
internal abstract class ProjectionContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<SearchKeyRow> SearchKeys => Set<SearchKeyRow>();

    public DbSet<ProjectionStateRow> State => Set<ProjectionStateRow>();

    public DbSet<SkippedEventRow> SkippedEvents => Set<SkippedEventRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SearchKeyRow>(keys =>
        {
            keys.ToTable("search_keys");
            keys.HasKey(row => row.Id);
            keys.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            keys.Property(row => row.Timestamp).HasColumnName("timestamp");
            keys.Property(row => row.Uuid).HasColumnName("uuid");
            keys.Property(row => row.EventType).HasColumnName("event_type");
            keys.Property(row => row.Hook).HasColumnName("hook");
            keys.Property(row => row.Direction).HasColumnName("direction");
            keys.Property(row => row.Caller).HasColumnName("caller");
            keys.Property(row => row.Callee).HasColumnName("callee");
            keys.Property(row => row.Destination).HasColumnName("destination");

            // One for each filter, in the order of the answer: the value, the time, and (as every index's last part) the sequence.
            keys.HasIndex(row => new { row.Uuid, row.Timestamp, row.Id }).HasDatabaseName("ix_search_uuid");
            keys.HasIndex(row => new { row.Caller, row.Timestamp, row.Id }).HasDatabaseName("ix_search_caller");
            keys.HasIndex(row => new { row.Callee, row.Timestamp, row.Id }).HasDatabaseName("ix_search_callee");
            keys.HasIndex(row => new { row.Destination, row.Timestamp, row.Id }).HasDatabaseName("ix_search_destination").HasFilter("destination IS NOT NULL");
            keys.HasIndex(row => new { row.EventType, row.Timestamp, row.Id }).HasDatabaseName("ix_search_event_type");
            keys.HasIndex(row => new { row.Hook, row.Timestamp, row.Id }).HasDatabaseName("ix_search_hook");
            keys.HasIndex(row => new { row.Direction, row.Timestamp, row.Id }).HasDatabaseName("ix_search_direction");
        });
        modelBuilder.Entity<ProjectionStateRow>(state =>
        {
            state.ToTable("projection_state");
            state.HasKey(row => row.Journal);
            state.Property(row => row.Journal).HasColumnName("journal");
            state.Property(row => row.Cursor).HasColumnName("cursor");
        });
        modelBuilder.Entity<SkippedEventRow>(skipped =>
        {
            skipped.ToTable("skipped_events");
            skipped.HasKey(row => row.Id);
            skipped.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            skipped.Property(row => row.Reason).HasColumnName("reason");
        });
    }
}

/// <summary>How far the projections are: the one row of table <c>projection_state</c>.</summary>
internal sealed class ProjectionStateRow
{
    /// <summary>The identity of the journal that they follow.</summary>
    public required string Journal { get; init; }

    /// <summary>The last sequence in them.</summary>
    public required long Cursor { get; set; }
}

/// <summary>An event that could not be projected: table <c>skipped_events</c>.</summary>
internal sealed class SkippedEventRow
{
    public required long Id { get; init; }

    public required string Reason { get; init; }
}
