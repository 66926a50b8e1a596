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
        GoesOn = named.StartsWith(files.BeforeRestore, StringComparison.Ordinal) && !(File.Exists(files.Journal) && File.Exists(named));
        Aside = GoesOn ? named : Unused(files.BeforeRestore + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>The name under which the old journal is kept.</summary>
    public string Aside { get; }

    /// <summary>Whether a restore that was cut off had begun to move the old journal; then the rest of it belongs to what it moved.</summary>
    public bool GoesOn { get; }

    /// <summary>What there is of the old journal, by the names under which it is kept.</summary>
    public IEnumerable<string> Kept => SqliteJournalFiles.Suffixes.Select(suffix => Aside + suffix).Where(File.Exists);

    /// <summary>Moves the old journal out of the way, with its log.</summary>
    public void MoveAside()
    {
        if (!GoesOn)
        {
            _step("mark");
            WriteMark();
        }

        _step("projections");
        _files.DeleteProjections();
        foreach (var suffix in SqliteJournalFiles.Suffixes.Where(suffix => File.Exists(_files.Journal + suffix)))
        {
            _step("move " + suffix);
            Move(_files.Journal + suffix, Aside + suffix);
        }
    }

    /// <summary>Gives the restored journal its name.</summary>
    public void Place()
    {
        _step("place");
        Move(_files.Restoring, _files.Journal);
        _step("unmark");
        File.Delete(_files.RestoreMark);
    }

    // By one rename: without "overwrite" a file is given its second name before it loses the first, and has both if that is cut off.
    private static void Move(string from, string to)
    {
        if (File.Exists(to))
        {
            throw new IOException($"{to} is there already. Nothing is overwritten: move it to another folder, and run the restore again.");
        }

        File.Move(from, to, overwrite: true);
    }

    private static string Unused(string name)
    {
        var unused = name;
        for (var number = 2; SqliteJournalFiles.Suffixes.Any(suffix => File.Exists(unused + suffix)); number++)
        {
            unused = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return unused;
    }

    /// <summary>It is there with its whole text or not at all.</summary>
    private void WriteMark()
    {
        var beside = _files.RestoreMark + ".new";
        using (var mark = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            mark.Write(Encoding.UTF8.GetBytes(Aside));
            mark.Flush(flushToDisk: true);
        }

        File.Move(beside, _files.RestoreMark, overwrite: true);
    }
}
