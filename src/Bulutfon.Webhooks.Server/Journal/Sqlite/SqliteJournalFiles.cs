using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The files of a SQLite journal: itself, the projections beside it, and the lock.</summary>
/// <param name="Journal">The journal's absolute path.</param>
internal sealed record SqliteJournalFiles(string Journal)
{
    public const string DefaultConnectionString = "Data Source=data/bulutfon.db";

    /// <summary>The projections, which may be deleted at any time.</summary>
    public string Projections => Journal + ".read.db";

    /// <summary>Locked by the server that writes.</summary>
    public string Lock => Journal + ".lock";

    public string WriterConnectionString => Connect(Journal, SqliteOpenMode.ReadWriteCreate, pooling: false);

    public string ReaderConnectionString => Connect(Journal, SqliteOpenMode.ReadOnly, pooling: true);

    public string ProjectionWriterConnectionString => Connect(Projections, SqliteOpenMode.ReadWriteCreate, pooling: false);

    public string ProjectionReaderConnectionString => Connect(Projections, SqliteOpenMode.ReadOnly, pooling: true);

    /// <summary>A relative path is under <c>STATE_DIRECTORY</c> (set by systemd), else under the content root.</summary>
    public static SqliteJournalFiles From(IConfiguration configuration, string contentRoot)
    {
        var source = new SqliteConnectionStringBuilder(configuration.GetConnectionString(JournalOptions.ConnectionStringName) ?? DefaultConnectionString).DataSource;
        var state = configuration["STATE_DIRECTORY"];
        return new(Path.GetFullPath(source, string.IsNullOrEmpty(state) ? contentRoot : Path.GetFullPath(state)));
    }

    /// <summary>Makes the folder, for its owner alone: the files hold phone numbers.</summary>
    public void MakeFolder()
    {
        var folder = Path.GetDirectoryName(Journal)!;
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string Connect(string file, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = pooling, DefaultTimeout = 5 }.ToString();
}
