using System.Text.Json;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.OpenApi;
using Bulutfon.Webhooks.Server.Tests.OpenApi;

namespace Bulutfon.Webhooks.Server.Tests.Browser;

public sealed class SwaggerTests(ChromiumFixture chromium) : BrowserTests(chromium)
{
    [SkippableFact]
    public async Task Developer_posts_the_hangup_as_JSON_and_as_a_form_and_gets_both_back()
    {
        var browser = await Chromium.NewPageAsync();
        await using var server = RunningServer.Start();
        var swagger = new SwaggerPage(browser, server.Address);
        await swagger.OpenAsync();
        await swagger.AuthorizeAsync(Schemes.Hook, RunningServer.HookUser, RunningServer.HookPassword);
        await swagger.AuthorizeAsync(Schemes.Operator, RunningServer.OperatorUser, RunningServer.OperatorPassword);
        var post = await swagger.OperationAsync("Inbound", "ReceiveEvent");

        await post.ChooseExampleAsync("2015-call_hangup-menu");
        var asJson = await post.ExecuteAsync();
        await post.ChooseContentTypeAsync("application/x-www-form-urlencoded");
        var asForm = await post.ExecuteAsync();
        await post.FillFieldAsync("uuid", "another-call");
        var another = await post.ExecuteAsync();

        var list = await swagger.OperationAsync("Events", "ListEvents");
        await list.AddParameterItemAsync("uuid", "another-call");
        var found = await list.ExecuteAsync();
        var get = await swagger.OperationAsync("Events", "GetEvent");
        await get.FillParameterAsync("id", "1");
        var stored = await get.ExecuteAsync();

        Assert.Equal((200, 1, false), Receipt(asJson));
        Assert.Equal((200, 1, true), Receipt(asForm));
        Assert.Equal((200, 2, false), Receipt(another));
        Assert.Equal(200, found.Status);
        AssertHangup(Assert.Single(found.Body.GetProperty("items").EnumerateArray()), id: 2, "another-call", deliveries: 1);
        Assert.Equal(200, stored.Status);
        AssertHangup(stored.Body, id: 1, EventExamples.Hangup.Event().Uuid, deliveries: 2);
        Assert.Empty(swagger.Faults);
    }

    [SkippableFact]
    public async Task Browser_that_answers_the_challenge_sees_the_page_in_Production()
    {
        var browser = await Chromium.NewPageAsync(new()
        {
            HttpCredentials = new() { Username = RunningServer.OperatorUser, Password = RunningServer.OperatorPassword },
        });
        await using var server = RunningServer.Start(settings: AccessTests.Production);
        var swagger = new SwaggerPage(browser, server.Address);

        await swagger.OpenAsync();

        Assert.Empty(swagger.Faults);
    }

    private static void AssertHangup(JsonElement stored, long id, string uuid, int deliveries)
    {
        var expected = EventExamples.Hangup.Event() with { Uuid = uuid };
        Assert.Equal(id, stored.GetProperty("id").GetInt64());
        Assert.Equal(deliveries, stored.GetProperty("delivery_count").GetInt32());
        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(expected, WebhookJsonContext.Default.WebhookEvent), stored.GetProperty("event")));
    }

    private static (int Status, long Id, bool Duplicate) Receipt((int Status, JsonElement Body) answer) =>
        (answer.Status, answer.Body.GetProperty("id").GetInt64(), answer.Body.GetProperty("duplicate").GetBoolean());
}
