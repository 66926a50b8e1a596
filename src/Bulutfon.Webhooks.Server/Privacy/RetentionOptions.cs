using Bulutfon.Webhooks.Server.Configuration;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>How long what was received is kept; section <c>Retention</c>. Ages are written <c>days.hours:minutes:seconds</c>.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    public static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36_600);

    private static readonly TimeSpan TwoYears = TimeSpan.FromDays(730);

    /// <summary>The age at which an event is deleted, by its arrival. One hour to 36,600 days; default: never.</summary>
    public TimeSpan? Events { get; set; }

    /// <summary>The age at which a rejection is deleted, by its arrival. One hour to 36,600 days; default: never.</summary>
    public TimeSpan? Rejections { get; set; }

    internal List<string> Errors { get; } = [];

    internal static void Bind(RetentionOptions options, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        options.Events = options.ReadAge(section, nameof(Events));
        options.Rejections = options.ReadAge(section, nameof(Rejections));
        options.Errors.AddRange(UnknownKeys.In(section, typeof(RetentionOptions)));
    }

    private TimeSpan? ReadAge(IConfigurationSection section, string key)
    {
        var text = section[key];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (ConfiguredDuration.TryRead(text, out var age) && age >= Shortest && age <= Longest)
        {
            return age;
        }

        Errors.Add($"{Section}:{key}: '{text}' is no duration from 01:00:00 to 36600.00:00:00; {ConfiguredDuration.Advice(TwoYears)}");
        return null;
    }
}

internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options) =>
        options.Errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Errors);
}
