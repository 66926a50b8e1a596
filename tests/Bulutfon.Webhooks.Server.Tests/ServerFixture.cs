namespace Bulutfon.Webhooks.Server.Tests;

/// <summary>One running server for the tests of a class that do not mind each other's events.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    internal RunningServer Server { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Server = RunningServer.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
