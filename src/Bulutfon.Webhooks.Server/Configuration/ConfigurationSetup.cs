using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Configuration;

/// <summary>What holds for the configuration as a whole.</summary>
internal static partial class ConfigurationSetup
{
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
            source.OnLoadException = failed => LogUnreadable(logger, source.Path, (failed.Exception.InnerException ?? failed.Exception).Message);
        }
    }

    [LoggerMessage(
        LogEvents.FileUnreadable, LogLevel.Error, "The changed {File} cannot be read and is not used, what was in force before stays so: {Error}")]
    private static partial void LogUnreadable(ILogger logger, string? file, string error);
}
