using Microsoft.Playwright;

namespace Bulutfon.Webhooks.Server.Tests.Browser;

/// <summary>Swagger UI as a developer uses it. Notes what went wrong in it and whom it asked.</summary>
internal sealed class SwaggerPage
{
    private readonly IPage _page;
    private readonly Uri _server;

    public SwaggerPage(IPage page, Uri server)
    {
        _page = page;
        _server = server;
        page.Console += (_, message) => Note(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Note(true, error);
        page.Request += (_, request) => Note(!IsLocal(request.Url), "asked for " + request.Url);
    }

    /// <summary>Errors and warnings in the console, exceptions of scripts, and requests to anybody but the server.</summary>
    public List<string> Faults { get; } = [];

    public async Task OpenAsync()
    {
        await _page.GotoAsync(new Uri(_server, "/swagger").ToString());
        await _page.Locator(".opblock").First.WaitForAsync();
    }

    /// <summary>Gives one scheme's credentials through the Authorize dialog.</summary>
    public async Task AuthorizeAsync(string scheme, string user, string password)
    {
        await _page.Locator(".scheme-container .btn.authorize").ClickAsync();
        var form = _page.Locator(".dialog-ux .auth-container").Filter(new() { Has = _page.Locator("h4 code", new() { HasTextString = scheme }) });
        await form.Locator("input[name=username]").FillAsync(user);
        await form.Locator("input[name=password]").FillAsync(password);
        await form.Locator("button.authorize").ClickAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Remove authorization" }).WaitForAsync();
        await _page.Locator(".dialog-ux .btn-done").First.ClickAsync();
    }

    public async Task<SwaggerOperation> OperationAsync(string tag, string operationId)
    {
        var block = _page.Locator($"#operations-{tag}-{operationId}");
        await block.Locator(".opblock-summary-control").ClickAsync();
        await block.Locator(".opblock-body").WaitForAsync();
        return new SwaggerOperation(_page, block);
    }

    private bool IsLocal(string url) => !Uri.TryCreate(url, UriKind.Absolute, out var uri)
        || uri.Scheme is "data" or "blob" || uri.Authority == _server.Authority;

    private void Note(bool isFault, string text)
    {
        if (isFault)
        {
            Faults.Add(text);
        }
    }
}
