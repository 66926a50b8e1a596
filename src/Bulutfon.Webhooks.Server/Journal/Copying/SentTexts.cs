using System.Text;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;

namespace Bulutfon.Webhooks.Server.Journal.Copying;

/// <summary>
/// The texts of the duplicate key as the sender wrote them. A column may have U+FFFD for a character that its store cannot hold, which
/// would make the next delivery of the event another one; the body has it.
/// </summary>
internal static class SentTexts
{
    private const int Uuid = 2;
    private const int EventType = 3;
    private const int Destination = 4;

    /// <param name="row">A row of <see cref="CopiedTable.Journal"/>.</param>
    public static (string Uuid, string EventType, string Destination) Of(object?[] row)
    {
        var stored = ((string)row[Uuid]!, (string)row[EventType]!, (string)row[Destination]!);
        if (!$"{stored.Item1}{stored.Item2}{stored.Item3}".Contains((char)Rune.ReplacementChar.Value, StringComparison.Ordinal))
        {
            return stored;
        }

        var body = (byte[])row[^1]!;
        if (WebhookBodyFormats.Detect((string?)row[^2], body) is not { } format || WebhookEventParser.Parse(body, format).Event is not { } sent)
        {
            return stored;
        }

        return (Sent(stored.Item1, sent.Uuid), Sent(stored.Item2, sent.EventType.Value), Sent(stored.Item3, sent.Destination ?? ""));
    }

    /// <summary>A better parser may read another text by now: then what is stored stays.</summary>
    private static string Sent(string stored, string sent) => StorableText.Of(sent) == stored ? sent : stored;
}
