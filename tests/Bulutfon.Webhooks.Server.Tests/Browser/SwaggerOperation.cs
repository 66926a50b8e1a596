using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Bulutfon.Webhooks.Server.Tests.Browser;

/// <summary>One operation's block in Swagger UI, opened, with Try it out on.</summary>
internal sealed class SwaggerOperation(IPage page, ILocator block)
{
    public Task ChooseContentTypeAsync(string contentType) =>
        block.Locator(".opblock-section-request-body select.content-type").SelectOptionAsync(contentType);

    public Task ChooseExampleAsync(string name) => block.Locator(".opblock-section-request-body select.examples-select-element").SelectOptionAsync(name);

    public Task FillFieldAsync(string name, string value) => FieldOf($"tr[data-property-name='{name}']").FillAsync(value);

    public Task FillParameterAsync(string name, string value) => FieldOf($"tr[data-param-name='{name}']").FillAsync(value);

    /// <summary>Adds one item to a parameter that is a list.</summary>
    public async Task AddParameterItemAsync(string name, string value)
    {
        await block.Locator($"tr[data-param-name='{name}'] .json-schema-form-item-add").ClickAsync();
        await FillParameterAsync(name, value);
    }

    /// <summary>Executes, and gives the status that the page shows and the body that it was sent.</summary>
    public async Task<(int Status, JsonElement Body)> ExecuteAsync()
    {
        var clear = block.Locator(".btn-clear");
        if (await clear.IsVisibleAsync())
        {
            // Else the answer before would be taken for this one.
            await clear.ClickAsync();
        }

        var response = await page.RunAndWaitForResponseAsync(
            () => block.Locator(".btn.execute").ClickAsync(),
            candidate => candidate.Request.ResourceType is "fetch" or "xhr");
        var body = await response.JsonAsync<JsonElement>();
        var status = await block.Locator(".live-responses-table tbody .response-col_status").First.InnerTextAsync();
        return (int.Parse(status.AsSpan().Trim()[..3], CultureInfo.InvariantCulture), body);
    }

    private ILocator FieldOf(string row) => block.Locator($"{row} input[type=text], {row} textarea").First;
}
