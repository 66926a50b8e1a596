using System.Net.Http.Headers;
using System.Text;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Tests.PostgreSql;
using Bulutfon.Webhooks.Server.Tests.Telemetry;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Core;

namespace Bulutfon.Webhooks.Server.Tests;

/// <summary>
/// The whole server as Program.cs makes it, on real Kestrel with a loopback socket and a journal of its own: a file, or with
/// TEST_STORE=PostgreSql a database.
/// </summary>
internal sealed class RunningServer : WebApplicationFactory<Program>
{
    public const string HookUser = "bulutfon";
    public const string HookPassword = "bulutfon-dev";
    public const string OperatorUser = "operator";
    public const string OperatorPassword = "operator-dev";

    private readonly TemporaryFolder? _ownFolder;
    private readonly Action<IServiceCollection>? _services;
    private readonly (string Key, string Value)[] _settings;

    /// <param name="folder">Where the journal is, to start again on it; by default a folder of its own.</param>
    /// <param name="services">Replaces services, such as the clock.</param>
    /// <param name="settings">Configuration beside Development's.</param>
    private RunningServer(TemporaryFolder? folder, Action<IServiceCollection>? services, (string Key, string Value)[] settings)
    {
        _ownFolder = folder is null ? new TemporaryFolder() : null;
        JournalFile = (folder ?? _ownFolder!).File("journal.db");
        _services = services;
        _settings = settings;
        Database = TestStore.DatabaseFor(folder);
        UseKestrel(0);
    }

    public string JournalFile { get; }

    /// <summary>The database instead of the file; null when the store is SQLite.</summary>
    public PostgreSqlDatabase? Database { get; }

    public MemorySink Log { get; } = new();

    /// <summary>The address that it listens at.</summary>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public IJournal Journal => Services.GetRequiredService<IJournal>();

    public static RunningServer Start(TemporaryFolder? folder = null, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var server = new RunningServer(folder, services, settings);
        StandardError.Keep();
        try
        {
            server.StartServer();
        }
        catch (ObjectDisposedException exception)
        {
            throw new InvalidOperationException($"The server ended instead of starting: {StandardError.End}", exception);
        }

        return server;
    }

    /// <summary>A client that posts as Bulutfon does.</summary>
    public HttpClient HookClient(string user = HookUser, string password = HookPassword) => Client(user, password);

    /// <summary>A client that reads as an operator does.</summary>
    public HttpClient OperatorClient(string user = OperatorUser, string password = OperatorPassword) => Client(user, password);

    public HttpClient AnonymousClient() => new() { BaseAddress = Address };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Journal", Database?.ConnectionString ?? $"Data Source={JournalFile}");
        if (Database is not null)
        {
            builder.UseSetting("Journal:Provider", "PostgreSql");
        }

        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services =>
        {
            services.AddSingleton<ILogEventSink>(Log);
            _services?.Invoke(services);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await WaitForEndAsync();
        if (_ownFolder is not null)
        {
            Database?.Dispose();
            _ownFolder.Dispose();
        }

        UnmaskedNumbers.AssertNone(Log.Events);
    }

    /// <summary>The program ends on a thread of its own; the lock is the last that it gives back.</summary>
    private async Task WaitForEndAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            try
            {
                new FileStream(JournalFile + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                return;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return;
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), timeout.Token);
            }
        }
    }

    private HttpClient Client(string user, string password)
    {
        var client = AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return client;
    }
}
