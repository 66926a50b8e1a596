using System.Diagnostics;
using OpenTelemetry;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>Takes out of a span what no log line may have either: phone numbers, path tokens, and query strings whole.</summary>
internal sealed class MaskedTraces : BaseProcessor<Activity>
{
    private const string Query = "url.query";

    public override void OnEnd(Activity data)
    {
        data.DisplayName = Masked(data.DisplayName);
        foreach (var (name, value) in data.TagObjects.ToArray())
        {
            if (name == Query)
            {
                data.SetTag(name, value: null);
            }
            else if (value is string text)
            {
                data.SetTag(name, Masked(text));
            }
        }
    }

    private static string Masked(string text) => PhoneMask.Apply(PathTokenMask.Apply(text));
}
