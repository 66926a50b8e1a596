namespace Bulutfon.Webhooks.Server.Tests;

/// <summary>The files of the project, for the tests that run what the docs say.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    public static string File(string path) => Path.Combine(Root, path);

    public static string Read(string path) => System.IO.File.ReadAllText(File(path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Bulutfon.Webhooks.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in the project's folder.");
        }

        return folder.FullName;
    }
}
