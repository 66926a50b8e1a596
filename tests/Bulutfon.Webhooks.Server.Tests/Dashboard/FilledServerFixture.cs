namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

/// <summary>A server with some calls and a rejection, for tests that only look at them.</summary>
public sealed class FilledServerFixture : IAsyncLifetime
{
    internal RunningServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = RunningServer.Start();
        await PagesTests.FillAsync(Server);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
