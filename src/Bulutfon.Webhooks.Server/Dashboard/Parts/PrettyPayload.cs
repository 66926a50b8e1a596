using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Dashboard.Parts;

/// <summary>A body as a person reads it: JSON indented, a form with a field a line, anything else as it came.</summary>
internal static class PrettyPayload
{
    private const int Longest = 100_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = WebhookJsonContext.Default.Options.MaxDepth };

    public static string Of(string? contentType, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, Longest)));
        if (contentType?.Contains("form", StringComparison.OrdinalIgnoreCase) == true)
        {
            return string.Join('\n', text.Split('&').Select(pair => Uri.UnescapeDataString(pair.Replace('+', ' '))));
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Indented.MaxDepth });
            return JsonSerializer.Serialize(json.RootElement, Indented);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
