using System.Globalization;
using System.Text;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>
/// Puts a restored journal in place of the one that there is. A mark on the disk names where the old files go before the first of them moves, so that a restore that
/// was cut off at any step is finished by the next: the write-ahead log never loses its database.
/// </summary>
internal sealed class Replacement
{
    private readonly SqliteJournalFiles _files;
    private readonly Action<string> _step;

    public Replacement(SqliteJournalFiles files, TimeProvider time, Action<string> step)
    {
        (_files, _step) = (files, step);
        var named = File.Exists(files.RestoreMark) ? File.ReadAllText(files.RestoreMark) : "";

        // A restore that had come to its end left only the mark, and its names are taken.
        var goesOn = named.StartsWith(files.BeforeRestore, StringComparison.Ordinal) && !(File.Exists(files.Journal) && File.Exists(named));
        Aside = goesOn ? named : Unused(files.BeforeRestore + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>The name under which the old journal is kept.</summary>
    public string Aside { get; }

    /// <summary>Whether there was an old journal.</summary>
    public bool HasReplaced => File.Exists(Aside);

    /// <summary>Moves the old journal out of the way, with its log.</summary>
    public void MoveAside()
    {
        _step("mark");
        WriteMark();
        _step("projections");
        _files.DeleteProjections();
        foreach (var suffix in SqliteJournalFiles.Suffixes.Where(suffix => File.Exists(_files.Journal + suffix)))
        {
            _step("move " + suffix);
            File.Move(_files.Journal + suffix, Aside + suffix, overwrite: false);
        }
    }

    /// <summary>Gives the restored journal its name.</summary>
    public void Place()
    {
        _step("place");
        File.Move(_files.Restoring, _files.Journal, overwrite: false);
        _step("unmark");
        File.Delete(_files.RestoreMark);
    }

    private static string Unused(string name)
    {
        var unused = name;
        for (var number = 2; File.Exists(unused); number++)
        {
            unused = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return unused;
    }

    private void WriteMark()
    {
        using var mark = new FileStream(_files.RestoreMark, FileMode.Create, FileAccess.Write);
        mark.Write(Encoding.UTF8.GetBytes(Aside));
        mark.Flush(flushToDisk: true);
    }
}
