using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The files of a SQLite journal: itself, the projections beside it, and the lock.</summary>
/// <param name="Journal">The journal's absolute path.</param>
internal sealed record SqliteJournalFiles(string Journal)
{
    /// <summary>A database of SQLite is up to three files.</summary>
    public static readonly ImmutableArray<string> Suffixes = ["", "-wal", "-shm"];

    public const string DefaultConnectionString = "Data Source=data/bulutfon.db";

    /// <summary>The projections, which may be deleted at any time.</summary>
    public string Projections { get; init; } = Journal + ".read.db";

    /// <summary>Projections that are made anew, until they take the place of the others.</summary>
    public string NewProjections => Journal + ".read.db.new";

    /// <summary>There as long as somebody wants the projections made anew; holds how far that is.</summary>
    public string RebuildRequest => Journal + ".rebuild";

    /// <summary>Locked by the server that writes.</summary>
    public string Lock => Journal + ".lock";

    /// <summary>SQLite's write-ahead log: what is committed and not yet in the journal's file.</summary>
    public string Wal => Journal + "-wal";

    /// <summary>The index of the write-ahead log, through which processes coordinate.</summary>
    public string WalIndex => Journal + "-shm";

    /// <summary>SQLite's log of a file that is in no write-ahead mode, such as a backup: what an interrupted change has to be undone with.</summary>
    public string Rollback => Journal + "-journal";

    /// <summary>The folder of the keys that the page's cookies are made with, so that a sign-in outlives a restart.</summary>
    public string Keys => Journal + ".keys";

    /// <summary>The write-ahead log of a journal that was overwritten: what was committed last, for whoever repairs it.</summary>
    public string KeptWal => Journal + ".kept-wal";

    /// <summary>The name for another one: none is put in the place of an older one, for nobody may have repaired from that yet.</summary>
    public string NextKeptWal()
    {
        var name = KeptWal;
        for (var number = 2; File.Exists(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{KeptWal}-{number}");
        }

        return name;
    }

    /// <summary>A deleted journal while it is written again.</summary>
    public string Restored => Journal + ".restored";

    /// <summary>A backup while it is copied, until it takes the journal's place.</summary>
    public string Restoring => Journal + ".restoring";

    /// <summary>A journal while <c>copy-journal</c> fills it.</summary>
    public string Copying => Journal + ".copying";

    /// <summary>There while a restore puts files in place: holds the name under which it keeps what it replaces.</summary>
    public string RestoreMark => Journal + ".restoring-to";

    /// <summary>What a restore has replaced is kept under this and the time.</summary>
    public string BeforeRestore => Journal + ".before-restore-";

    /// <summary>Files beside the journal that hold what it held before: the rows that are deleted from it are still in them.</summary>
    public IReadOnlyList<string> Copies
    {
        get
        {
            string[] beginnings = [KeptWal, Restored, BeforeRestore, Restoring, Copying];
            return [.. Directory.EnumerateFiles(Path.GetDirectoryName(Journal)!)
                .Where(file => file != RestoreMark && beginnings.Any(beginning => file.StartsWith(beginning, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Makes no file: one that was deleted under the running server must be noticed.</summary>
    public string WriterConnectionString => Connect(Journal, SqliteOpenMode.ReadWrite, pooling: false);

    public string RestoredConnectionString => Connect(Restored, SqliteOpenMode.ReadWrite, pooling: false);

    public string ReaderConnectionString => Connect(Journal, SqliteOpenMode.ReadOnly, pooling: true);

    /// <summary>Reads the file without its write-ahead log and without locks.</summary>
    public string FileAloneConnectionString => Connect($"{new Uri(Journal).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly, pooling: false);

    public string ProjectionWriterConnectionString => Connect(Projections, SqliteOpenMode.ReadWriteCreate, pooling: false);

    /// <summary>Not pooled: a connection of a file that was put away would be given out again for the one in its place.</summary>
    public string ProjectionReaderConnectionString => Connect(Projections, SqliteOpenMode.ReadOnly, pooling: false);

    /// <summary>A relative path is under <c>STATE_DIRECTORY</c> (set by systemd), else under the content root.</summary>
    public static SqliteJournalFiles From(IConfiguration configuration, string contentRoot)
    {
        var source = new SqliteConnectionStringBuilder(configuration.GetConnectionString(JournalOptions.ConnectionStringName) ?? DefaultConnectionString).DataSource;
        var state = configuration["STATE_DIRECTORY"];
        return At(source, string.IsNullOrEmpty(state) ? contentRoot : Path.GetFullPath(state));
    }

    /// <summary>Those of a journal that is named, relative to a folder.</summary>
    /// <exception cref="StartupException">It is a folder, or a symbolic link that leads nowhere.</exception>
    public static SqliteJournalFiles At(string file, string folder)
    {
        var path = TargetOf(Path.GetFullPath(file, folder));
        return Directory.Exists(path)
            ? throw new StartupException($"The journal {path} is a folder. Name a file in it, such as {Path.Combine(path, "bulutfon.db")}.")
            : new SqliteJournalFiles(path);
    }

    /// <summary>What a symbolic link leads to: SQLite keeps its log there, and so must the lock be there.</summary>
    private static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is null)
        {
            return path;
        }

        try
        {
            var target = file.ResolveLinkTarget(returnFinalTarget: true)!;
            return target.Exists || Directory.Exists(target.FullName)
                ? target.FullName
                : throw new StartupException($"The journal {path} is a symbolic link to {target.FullName}, which does not exist. Mount or restore what it leads to, or set ConnectionStrings:Journal to a file.");
        }
        catch (IOException exception)
        {
            throw new StartupException($"The journal {path} is a symbolic link that leads nowhere: {exception.Message}", exception);
        }
    }

    /// <summary>Makes the journal, for its owner alone: it holds phone numbers. Whoever calls it holds the lock, so that nobody else is moving files.</summary>
    /// <exception cref="StartupException">The file cannot be made, or something shows that there was another.</exception>
    public void Make()
    {
        RefuseEmptied();
        LeftBehind.RefuseMissingJournal(this);
        MakeOrThrow(Journal);
        RefuseSecondName();
    }

    /// <summary>The lock and the write-ahead log are found by the journal's name: under two names two servers would write over each other.</summary>
    private void RefuseSecondName()
    {
        if (FileStamp.NamesOf(new FilePath(Journal)) > 1)
        {
            throw new StartupException(
                $"The journal {Journal} has a second name (a hard link), under which another server or program could write over this one's events. Find it by `find <folder> -samefile {Journal}` and remove it; to keep a copy, use the verb 'backup'.");
        }
    }

    /// <summary>A first start finds no file, or what a start that was killed at once left; files beside an empty one show that it held events.</summary>
    private void RefuseEmptied()
    {
        if (new FileInfo(Journal) is not { Exists: true, Length: 0 })
        {
            return;
        }

        string[] witnesses = [.. new[] { Wal, KeptWal, Projections, Restored, Restoring, RestoreMark }.Where(file => new FileInfo(file) is { Exists: true, Length: > 0 }), .. LeftBehind.Replaced(this).TakeLast(1)];
        if (witnesses.Length > 0)
        {
            throw new StartupException(
                $"The journal {Journal} is empty (0 bytes), but {string.Join(" and ", witnesses)} shows that it held events: it was cut by another program. Restore a backup (the verb 'restore'). To begin anew without those events, move {string.Join(", ", witnesses)} and the empty file away.");
        }
    }

    /// <summary>Makes the folder and the lock alone.</summary>
    /// <exception cref="StartupException">The folder or the file cannot be made.</exception>
    public void MakeLock() => MakeOrThrow(Lock);

    private void MakeOrThrow(string file)
    {
        try
        {
            MakeFolder(Path.GetDirectoryName(Journal)!);
            MakeFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The journal {Journal} cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>Makes the empty file of the projections, for its owner alone.</summary>
    public void MakeProjections() => MakeFile(Projections);

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Makes an empty file for its owner alone. SQLite gives the files beside a database (-wal, -shm) the database's own mode.</summary>
    public static void MakeFile(string file)
    {
        if (File.Exists(file))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Open(file, options).Dispose();
        FolderOwner.GiveFile(file);
    }

    /// <summary>Deletes the projections, which may be of another time than the journal: the next start makes them anew.</summary>
    public void DeleteProjections()
    {
        Delete(Projections);
        Delete(NewProjections);
    }

    /// <summary>Deletes a database with what SQLite has beside it.</summary>
    public static void Delete(string database)
    {
        foreach (var suffix in Suffixes)
        {
            File.Delete(database + suffix);
        }
    }

    /// <summary>Closes the readers' connections that are not in use, so that the next ones open what is there now.</summary>
    public void ForgetReaders()
    {
        using var readers = new SqliteConnection(ReaderConnectionString);
        SqliteConnection.ClearPool(readers);
    }

    private static string Connect(string file, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = pooling, DefaultTimeout = 5 }.ToString();
}
