namespace Bulutfon.Webhooks.Server.Tests.PostgreSql;

/// <summary>Servers that share one database.</summary>
internal sealed class Replicas : IAsyncDisposable
{
    private readonly List<RunningServer> _servers = [];

    private Replicas()
    {
    }

    /// <summary>None yet, and an empty database. The test must be a skippable one.</summary>
    public static Replicas New() => new();

    public PostgreSqlDatabase Database { get; } = PostgreSqlCluster.NewDatabase();

    /// <param name="connectionString">Another way to the database, as through a proxy.</param>
    /// <param name="settings">Configuration beside Development's.</param>
    public RunningServer Start(string? connectionString = null, params (string Key, string Value)[] settings)
    {
        var server = RunningServer.Start(
            settings: [("Journal:Provider", "PostgreSql"), ("ConnectionStrings:Journal", connectionString ?? Database.ConnectionString), .. settings]);
        _servers.Add(server);
        return server;
    }

    public async Task StopAsync(RunningServer server)
    {
        _servers.Remove(server);
        await server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        Database.Dispose();
    }
}
