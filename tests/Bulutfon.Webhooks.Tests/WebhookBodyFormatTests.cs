using System.Text;

namespace Bulutfon.Webhooks.Tests;

public sealed class WebhookBodyFormatTests
{
    [Theory]
    [InlineData("application/json", "", WebhookBodyFormat.Json)]
    [InlineData("APPLICATION/JSON; charset=utf-8", "", WebhookBodyFormat.Json)]
    [InlineData(" application/json ;charset=x", "a=b", WebhookBodyFormat.Json)]
    [InlineData("application/x-www-form-urlencoded", "a=b", WebhookBodyFormat.Form)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-8", "a=b", WebhookBodyFormat.Form)]
    [InlineData("application/x-www-form-urlencoded", " {\"a\":1}", WebhookBodyFormat.Json)] // curl -d
    [InlineData("application/x-www-form-urlencoded", "[1]", WebhookBodyFormat.Form)]
    [InlineData("text/json", "{}", WebhookBodyFormat.Json)]
    [InlineData("text/x-json; charset=utf-8", "{}", WebhookBodyFormat.Json)]
    [InlineData("application/vnd.bulutfon.event+json; version=1", "{}", WebhookBodyFormat.Json)]
    [InlineData("application/cloudevents+JSON", "{}", WebhookBodyFormat.Json)]
    [InlineData("application/json,application/json", "{}", WebhookBodyFormat.Json)]
    [InlineData("application/json, application/json; charset=utf-8", "{}", WebhookBodyFormat.Json)]
    [InlineData("application/x-www-form-urlencoded, application/x-www-form-urlencoded", "a=b", WebhookBodyFormat.Form)]
    [InlineData("application/json, application/x-www-form-urlencoded", "{}", null)]
    [InlineData("application/json, text/plain", "{}", null)]
    [InlineData("application/json,", "{}", null)]
    [InlineData("image/svg+json", "{}", null)]
    [InlineData(null, "{\"a\":1}", WebhookBodyFormat.Json)]
    [InlineData("", "\uFEFF \r\n{\"a\":1}", WebhookBodyFormat.Json)]
    [InlineData(null, "a=b", WebhookBodyFormat.Form)]
    [InlineData(null, "", WebhookBodyFormat.Form)]
    [InlineData("text/plain", "{}", null)]
    [InlineData("application/jsonp", "{}", null)]
    [InlineData("multipart/form-data; boundary=x", "", null)]
    [InlineData(";", "", null)]
    [InlineData("json", "{}", null)]
    public void Detect_ContentType_IsTheFormatOrNull(string? contentType, string body, WebhookBodyFormat? expected) =>
        Assert.Equal(expected, WebhookBodyFormats.Detect(contentType, Encoding.UTF8.GetBytes(body)));
}
