using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>How the lines of the log are written.</summary>
internal enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For collectors: one object a line.</summary>
    Json,
}

/// <summary>The setting <c>Logging:Format</c>; counts from the start on.</summary>
internal sealed class LogFormatOptions
{
    public const string Key = "Logging:Format";

    internal List<string> Errors { get; } = [];

    /// <returns>Null if the setting is absent, or cannot be read.</returns>
    public static LogFormat? Read(IConfiguration configuration) => configuration[Key]?.Trim() switch
    {
        { } text when text.Equals("text", StringComparison.OrdinalIgnoreCase) => LogFormat.Text,
        { } json when json.Equals("json", StringComparison.OrdinalIgnoreCase) => LogFormat.Json,
        _ => null,
    };

    internal static void Bind(LogFormatOptions options, IConfiguration configuration)
    {
        if (Read(configuration) is null && !string.IsNullOrWhiteSpace(configuration[Key]))
        {
            options.Errors.Add($"{Key}: '{configuration[Key]}' is no format of the log; write text or json.");
        }
    }
}

internal sealed class LogFormatOptionsValidator : IValidateOptions<LogFormatOptions>
{
    public ValidateOptionsResult Validate(string? name, LogFormatOptions options) =>
        options.Errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Errors);
}
