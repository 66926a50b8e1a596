namespace Bulutfon.Webhooks.Server.Tests.Browser;

/// <summary>Tests in a browser. What a test opened is closed at its end: a page that stays open goes on drawing, and looks for its server.</summary>
public abstract class BrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>, IAsyncLifetime
{
    protected ChromiumFixture Chromium => chromium;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => chromium.ClosePagesAsync();
}
