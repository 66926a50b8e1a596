using System.ComponentModel.DataAnnotations;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Where and how events are stored; section <c>Journal</c>, and <c>ConnectionStrings:Journal</c>.</summary>
internal sealed class JournalOptions
{
    public const string Section = "Journal";
    public const string ConnectionStringName = "Journal";
    public const long DefaultLargeWalBytes = 64L << 20;

    /// <summary>The storage. <c>Sqlite</c> is the only one so far, and the default.</summary>
    [AllowedValues("Sqlite", ErrorMessage = "Journal:Provider: the only provider is Sqlite.")]
    public string Provider { get; set; } = "Sqlite";

    /// <summary>The most events that may wait for a commit; beyond it posts are answered 503. 1 to 1,000,000; default 10,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Journal:QueueCapacity: a whole number from 1 to 1,000,000.")]
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// From which size on a write-ahead log, the journal's or the projections', is made small by waiting for readers, in bytes; and of which it warns, when a reader
    /// that stays makes it grow. 1 MiB to 16 GiB; default 64 MiB.
    /// </summary>
    [Range(1L << 20, 16L << 30, ErrorMessage = "Journal:LargeWalBytes: a whole number of bytes from 1048576 to 17179869184.")]
    public long LargeWalBytes { get; set; } = DefaultLargeWalBytes;
}
