using System.Reflection;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Configuration;

/// <summary>
/// Finds keys that nobody reads: a misspelt limit or network list would otherwise be no limit at all. What is known are the
/// settable properties of the options' class.
/// </summary>
internal static class UnknownKeys
{
    public static IEnumerable<string> In(IConfigurationSection section, Type options)
    {
        var known = options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod?.IsPublic == true)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!known.TryGetValue(child.Key, out var property))
            {
                yield return $"{child.Path}: there is no such key; {section.Path} has {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.";
            }
            else if (ElementOf(property.PropertyType) is { } element)
            {
                foreach (var error in InEach(child, element))
                {
                    yield return error;
                }
            }
        }
    }

    /// <summary>The same for a section that is a list.</summary>
    public static IEnumerable<string> InEach(IConfigurationSection list, Type element) =>
        list.GetChildren().SelectMany(entry => In(entry, element));

    /// <summary>The class of which a property is a list; null for lists of plain values, and for everything else.</summary>
    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericArguments() is [{ IsClass: true } element] && element != typeof(string) ? element : null;
}

/// <summary>Refuses unknown keys in the section of <typeparamref name="T"/>.</summary>
internal sealed class UnknownKeysValidator<T>(IConfiguration configuration, string section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        string[] errors = [.. UnknownKeys.In(configuration.GetSection(section), typeof(T))];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
