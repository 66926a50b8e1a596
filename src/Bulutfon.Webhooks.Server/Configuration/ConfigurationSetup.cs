using System.Diagnostics.CodeAnalysis;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Bulutfon.Webhooks.Server.Configuration;

/// <summary>What holds for the configuration as a whole.</summary>
internal static partial class ConfigurationSetup
{
    private const string FolderVariable = "CONFIGURATION_DIRECTORY";
    private const string FileName = "appsettings.json";

    /// <summary>The framework's sources, and of an installation the file that is its own, which an upgrade of the program leaves alone.</summary>
    /// <exception cref="InvalidDataException">A file is no JSON.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);

        // systemd separates several by colons.
        if (builder.Configuration[FolderVariable]?.Split(':')[0] is { Length: > 0 } folder && Directory.Exists(folder))
        {
            // Behind the other files: the environment and the command line go on winning.
            var sources = builder.Configuration.Sources;
            var files = sources.Index().Last(source => source.Item is JsonConfigurationSource).Index;
            var file = new JsonConfigurationSource { Path = FileName, FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder)), Optional = true, ReloadOnChange = true };
            sources.Insert(files + 1, file);
        }

        return builder;
    }

    /// <summary>The same for the server, which says in one line what it cannot read.</summary>
    public static bool TryCreateBuilder(string[] args, [NotNullWhen(true)] out WebApplicationBuilder? builder)
    {
        try
        {
            builder = CreateBuilder(args);
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The server does not start. {exception.Message} {exception.GetBaseException().Message}");
            builder = null;
            return false;
        }
    }

    public static WebApplicationBuilder AddConfigurationChecks(this WebApplicationBuilder builder)
    {
        builder.Services
            .RefuseUnknownKeys<JournalOptions>(JournalOptions.Section)
            .RefuseUnknownKeys<DisplayOptions>(DisplayOptions.Section);
        return builder;
    }

    /// <summary>
    /// Tells of a file that cannot be read when it changed. What the options had stays in force: a file that fails to load announces no
    /// change, and is read again as soon as it is saved again.
    /// </summary>
    public static WebApplication TellUnreadableFiles(this WebApplication app)
    {
        TellUnreadableFiles((IConfigurationBuilder)app.Configuration, app.Logger);
        return app;
    }

    internal static void TellUnreadableFiles(IConfigurationBuilder configuration, ILogger logger)
    {
        foreach (var source in configuration.Sources.OfType<FileConfigurationSource>())
        {
            source.OnLoadException = failed => LogUnreadable(logger, source.Path, failed.Exception.GetBaseException().Message);
        }
    }

    [LoggerMessage(
        LogEvents.FileUnreadable, LogLevel.Error, "The changed {File} cannot be read and is not used, what was in force before stays so: {Error}")]
    private static partial void LogUnreadable(ILogger logger, string? file, string error);
}
