using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>
/// Reads what Bulutfon posts: JSON or a form, of every documented generation, into typed events. The same event gives the
/// same record and the same content hash in both formats. Time and memory are linear in the body's size.
/// </summary>
public static class WebhookEventParser
{
    /// <summary>The deepest nesting that is read, in levels of objects and lists: 64.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most keys in one body, nested ones included: 4,096.</summary>
    public const int MaxKeys = 4096;

    [ThreadStatic]
    private static BodyTree? _tree;

    /// <summary>Reads a body under its content type.</summary>
    /// <param name="body">The body. The caller bounds its size.</param>
    /// <param name="contentType">The Content-Type header as it came, or null.</param>
    /// <exception cref="NotSupportedException">The content type is neither of Bulutfon's two.</exception>
    public static WebhookParseResult Parse(ReadOnlyMemory<byte> body, string? contentType) =>
        WebhookBodyFormats.Detect(contentType, body.Span) is { } format
            ? Parse(body, format)
            : throw new NotSupportedException($"Bulutfon posts application/json or application/x-www-form-urlencoded, not {contentType}.");

    /// <summary>Reads a body of a known format.</summary>
    /// <param name="body">The body. The caller bounds its size.</param>
    /// <param name="format">Its format.</param>
    public static WebhookParseResult Parse(ReadOnlyMemory<byte> body, WebhookBodyFormat format)
    {
        var start = body.Length - WithoutByteOrderMark(body.Span).Length;
        if (body.Span[start..].Trim(" \t\r\n"u8).IsEmpty)
        {
            return new(new WebhookBodyError(WebhookBodyErrorCodes.Empty, "There is no body. Post the event as JSON or as a form."));
        }

        // Taken, not shared: whatever runs in between may parse a body of its own on this thread.
        var tree = _tree ?? new BodyTree();
        _tree = null;
        try
        {
            var error = format == WebhookBodyFormat.Json ? ReadJson(tree, body, start) : FormBody.Read(tree, body.Span, start);
            return error is null ? Bind(tree) : new(error);
        }
        finally
        {
            tree.End();
            _tree = tree;
        }
    }

    internal static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) =>
        body.StartsWith("\uFEFF"u8) ? body[3..] : body;

    private static WebhookBodyError? ReadJson(BodyTree tree, ReadOnlyMemory<byte> json, int start)
    {
        tree.Begin(json);
        return JsonBody.Read(tree, start)
            ?? (tree[0].Kind == BodyKind.Object
                ? null
                : new(WebhookBodyErrorCodes.NotAnObject, "The JSON is no object. Post one event as one JSON object.", "$", start));
    }

    private static WebhookParseResult Bind(BodyTree tree)
    {
        var body = new BodyObject(tree, index: 0, path: 0, level: 1).Unwrapped("event_type"u8, "payload"u8);
        if (RequiredText(body, "event_type"u8, out var typeName) is { } noType)
        {
            return new(noType);
        }

        if (RequiredText(body, "uuid"u8, out var uuid) is { } noUuid)
        {
            return new(noUuid);
        }

        if (!body.TryTimestamp("timestamp"u8, "occurred_at"u8, out var timestamp))
        {
            return new(new WebhookBodyError(WebhookBodyErrorCodes.FieldInvalid, "timestamp is no number. Send the time in microseconds since the Unix epoch.", "$.timestamp"));
        }

        var info = WebhookEventTypes.Find(typeName);
        var head = new EventHead(info?.EventType ?? new EventType(typeName), uuid, timestamp);
        var webhookEvent = info is null ? new UnknownEvent(head, body) : info.Bind(head, body);
        return new(webhookEvent, tree.ContentHash);
    }

    private static WebhookBodyError? RequiredText(BodyObject body, ReadOnlySpan<byte> name, out string value)
    {
        value = "";
        if (body.HasContainer(name))
        {
            var field = Encoding.UTF8.GetString(name);
            return new(WebhookBodyErrorCodes.FieldInvalid, $"{field} is an object or a list. Send it as text.", "$." + field);
        }

        var text = body.KeyText(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            var field = Encoding.UTF8.GetString(name);
            return new(WebhookBodyErrorCodes.FieldMissing, $"{field} is missing or empty. Every event has one.", "$." + field);
        }

        value = text;
        return null;
    }
}
