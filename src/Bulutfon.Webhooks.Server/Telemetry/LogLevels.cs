using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Reports log levels that there are not, with all other errors of the configuration. .NET finds them when the host is built,
/// and ends the process with a stack trace.
/// </summary>
internal sealed class LogLevels
{
    private const string Section = "Logging";

    private static readonly string Known = string.Join(", ", Enum.GetNames<LogLevel>());

    public static void Check(WebApplicationBuilder builder)
    {
        var wrong = Wrong(builder.Configuration).ToList();
        if (wrong.Count == 0)
        {
            return;
        }

        // The host is built with what there is, to tell of the rest.
        builder.Configuration.AddInMemoryCollection(wrong.Select(entry => KeyValuePair.Create(entry.Key, (string?)nameof(LogLevel.Information))));
        builder.Services.AddOptions<LogLevels>().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LogLevels>>(new Validator([.. wrong.Select(entry => $"{entry.Key}: '{entry.Value}' is no log level; there are {Known}.")]));
    }

    private static IEnumerable<(string Key, string Value)> Wrong(ConfigurationManager configuration) =>
        from entry in configuration.GetSection(Section).AsEnumerable()
        let parts = entry.Key.Split(':')
        where parts.Contains("LogLevel", StringComparer.OrdinalIgnoreCase) && !string.IsNullOrEmpty(entry.Value) && !Enum.TryParse<LogLevel>(entry.Value, ignoreCase: true, out _)
        select (entry.Key, entry.Value!);

    private sealed class Validator(string[] errors) : IValidateOptions<LogLevels>
    {
        public ValidateOptionsResult Validate(string? name, LogLevels options) => ValidateOptionsResult.Fail(errors);
    }
}
