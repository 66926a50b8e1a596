using Bulutfon.Webhooks.Server.Credentials;

namespace Bulutfon.Webhooks.Server.Tests.Browser;

public sealed class SwaggerTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [SkippableFact]
    public async Task Developer_posts_the_hangup_as_JSON_and_as_a_form_and_gets_both_back()
    {
        var browser = await chromium.NewPageAsync();
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

        Assert.Equal((200, 1, false), Receipt(asJson));
        Assert.Equal((200, 1, true), Receipt(asForm));
        Assert.Equal((200, 2, false), Receipt(another));
        Assert.Empty(swagger.Faults);
    }

    private static (int Status, long Id, bool Duplicate) Receipt((int Status, System.Text.Json.JsonElement Body) answer) =>
        (answer.Status, answer.Body.GetProperty("id").GetInt64(), answer.Body.GetProperty("duplicate").GetBoolean());
}
