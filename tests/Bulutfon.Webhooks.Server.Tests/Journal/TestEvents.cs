using System.Text;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Tests.Journal;

/// <summary>Bodies as Bulutfon posts them, made into what the journal takes.</summary>
internal static class TestEvents
{
    public const long Arrival = 1_700_000_000_000_000;

    public static NewEvent Json(string body, string hook = "default", long receivedAt = Arrival) => New(body, "application/json", hook, receivedAt);

    public static NewEvent Form(string body, string hook = "default", long receivedAt = Arrival) => New(body, "application/x-www-form-urlencoded", hook, receivedAt);

    public static NewEvent CallInit(string uuid, long timestamp = 1_435_762_851_086_820, string caller = "905321110000", long receivedAt = Arrival) =>
        Json($$"""{"event_type":"call_init","uuid":"{{uuid}}","timestamp":{{timestamp}},"caller":{{caller}}}""", receivedAt: receivedAt);

    public static RejectionRow Rejection(string body = "{", int status = 400) => new()
    {
        Hook = "default",
        ReceivedAt = Arrival,
        Status = status,
        Code = "not_json",
        Detail = "The body is not JSON.",
        ContentType = "application/json",
        Size = body.Length,
        Body = Encoding.UTF8.GetBytes(body),
    };

    private static NewEvent New(string body, string contentType, string hook, long receivedAt)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var result = WebhookEventParser.Parse(bytes, contentType);
        return new NewEvent(hook, receivedAt, contentType, bytes, result.Event!, result.ContentHash);
    }
}
