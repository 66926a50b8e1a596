using System.Globalization;

namespace Bulutfon.Webhooks.Server.Configuration;

/// <summary>Reads single values and notes those that cannot be read, where the framework's binder would stop at the first.</summary>
internal static class ConfiguredValues
{
    public static int ReadNumber(this IConfigurationSection section, string key, int fallback, ICollection<string> errors)
    {
        var text = section[key];
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        errors.Add($"{section.Path}:{key}: '{text}' is no whole number.");
        return fallback;
    }

    /// <param name="section">Where the value is.</param>
    /// <param name="key">Its key.</param>
    /// <param name="fallback">What holds without a value, and the example for who wrote none.</param>
    /// <param name="errors">Gets what cannot be read.</param>
    public static TimeSpan ReadDuration(this IConfigurationSection section, string key, TimeSpan fallback, ICollection<string> errors)
    {
        var text = section[key];
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (ConfiguredDuration.TryRead(text, out var duration))
        {
            return duration;
        }

        errors.Add($"{section.Path}:{key}: '{text}' is no duration; {ConfiguredDuration.Advice(fallback)}");
        return fallback;
    }
}
