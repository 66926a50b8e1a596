namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>Why a journal's file cannot be used: a file that may not be seen looks like none.</summary>
internal static class JournalAccess
{
    /// <summary>The cause and the remedy; null if the file is there and can be read.</summary>
    public static string? Problem(string file)
    {
        try
        {
            if (Directory.Exists(file))
            {
                return $"{file} is a folder. Name the journal's file in it.";
            }

            using var opened = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return $"{file} may not be read by the user {Environment.UserName}. Run the command as the server's user: {AsServer}";
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Hidden(file) is { } folder
                ? $"The folder {folder} may not be entered by the user {Environment.UserName}, so nobody can tell whether {file} is there. Run the command as the server's user: {AsServer}"
                : $"There is no journal {file}. The settings name it: ConnectionStrings:Journal, and STATE_DIRECTORY for a relative path.";
        }
        catch (IOException exception)
        {
            return $"{file} cannot be read ({exception.Message}).";
        }
    }

    private static string AsServer => "runuser -u bulutfon -- env STATE_DIRECTORY=/var/lib/bulutfon-webhooks CONFIGURATION_DIRECTORY=/etc/bulutfon-webhooks ./Bulutfon.Webhooks.Server …";

    /// <summary>The first folder on the way that may not be entered.</summary>
    private static string? Hidden(string file)
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
                return folder;
            }
            catch (IOException)
            {
                return null;
            }
        }

        return null;
    }
}
