using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>
/// What the contract library's XML documentation says of its records, so that a field is described in one place. The file
/// stands beside the assembly; without it (a trimmed deployment) the descriptions are empty and nothing else is.
/// </summary>
internal sealed partial class ContractDocumentation
{
    private readonly Dictionary<string, string> _summaries = new(StringComparer.Ordinal);

    private ContractDocumentation(XDocument? file)
    {
        foreach (var member in file?.Descendants("member") ?? [])
        {
            if (member.Attribute("name") is { } id && member.Element("summary") is { } summary)
            {
                _summaries[id.Value] = Text(summary);
            }
        }
    }

    public static ContractDocumentation Load()
    {
        var assembly = typeof(WebhookEvent).Assembly.GetName().Name;
        var path = Path.Combine(AppContext.BaseDirectory, assembly + ".xml");
        return new(File.Exists(path) ? XDocument.Load(path) : null);
    }

    /// <summary>The summary as Markdown, on one line; null if there is none.</summary>
    public string? Of(MemberInfo? member) => member switch
    {
        Type type => _summaries.GetValueOrDefault("T:" + type.FullName),
        PropertyInfo property => _summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}"),
        _ => null,
    };

    private static string Text(XElement summary)
    {
        var parts = summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => Referred(see.Attribute("cref")?.Value ?? ""),
            XElement other => other.Value,
            _ => node.ToString(),
        });
        return Blanks().Replace(string.Concat(parts), " ").Trim();
    }

    // A property is known by its name on the wire, everything else by its own.
    private static string Referred(string cref)
    {
        var name = cref[(cref.LastIndexOf('.') + 1)..];
        return name == nameof(WebhookEvent.AdditionalProperties) ? "the undocumented fields"
            : cref.StartsWith("P:", StringComparison.Ordinal) ? $"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}`"
            : $"`{name}`";
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
