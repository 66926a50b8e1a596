using System.Globalization;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>Why a file cannot be used: one that may not be seen looks like none.</summary>
internal static class JournalAccess
{
    /// <summary>The cause and the remedy; null if the file is there and can be read.</summary>
    /// <param name="file">Its absolute path.</param>
    /// <param name="isNamed">Whether the command line names the file itself; else it is the journal of the settings.</param>
    public static string? Problem(string file, bool isNamed = false)
    {
        try
        {
            if (Directory.Exists(file))
            {
                return $"{file} is a folder. Name the file in it.";
            }

            using var opened = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return Hidden(file) ?? $"{file} may not be read by the user {Environment.UserName}. {Remedy(file)}";
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Hidden(file) ?? (isNamed ? $"There is no file {file}." : $"There is no journal {file}. The settings name it: ConnectionStrings:Journal, and STATE_DIRECTORY for a relative path.");
        }
        catch (IOException exception)
        {
            return $"{file} cannot be read ({exception.Message}).";
        }
    }

    /// <summary>That a folder on the way to a file may not be entered, so that nobody can tell what is in it; null if it may.</summary>
    public static string? Hidden(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!Directory.Exists(folder))
            {
                continue;
            }

            try
            {
                // What can be entered tells that a name is not there; what cannot refuses.
                _ = File.GetAttributes(Path.Combine(folder, Path.GetRandomFileName()));
            }
            catch (UnauthorizedAccessException)
            {
                return $"The folder {folder} may not be entered by the user {Environment.UserName}, so nobody can tell whether {file} is there. {Remedy(folder)}";
            }
            catch (IOException)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The same command, by the user whose file or folder it is.</summary>
    private static string Remedy(string file)
    {
        string[] variables = ["STATE_DIRECTORY", "CONFIGURATION_DIRECTORY"];
        var set = variables.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).Where(each => each.Value is { Length: > 0 }).Select(each => $"{each.name}={each.Value} ");
        return $"Run the command as that user, from root: runuser -u {OwnerOf(file)} -- env {string.Concat(set)}{Environment.ProcessPath} …";
    }

    private static string OwnerOf(string file)
    {
        var number = FileStamp.OwnerOf(new FilePath(file)).User.ToString(CultureInfo.InvariantCulture);
        try
        {
            // name:password:number:…
            return File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(parts => parts.Length > 2 && parts[2] == number)?[0] ?? $"'#{number}'";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "bulutfon";
        }
    }
}
