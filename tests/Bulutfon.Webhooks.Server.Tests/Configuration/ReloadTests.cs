using System.Net;
using Bulutfon.Webhooks.Server.Configuration;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Tests.Credentials;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Configuration;

/// <summary>A configuration that changes under a running server.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private const string Event = """{"event_type":"call_init","uuid":"reload","timestamp":1435762851086820}""";

    private readonly RunningServer _server = RunningServer.Start();

    private IConfigurationRoot Configuration => (IConfigurationRoot)_server.Services.GetRequiredService<IConfiguration>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task New_hooks_operators_and_limits_hold_without_a_restart()
    {
        Change(
            ("Inbound:Hooks:0:PasswordHash", CheapHash.Of("next")), ("Inbound:Hooks:0:Password", ""), ("Inbound:Hooks:0:PreviousPassword", RunningServer.HookPassword),
            ("Inbound:MaxBodyBytes", "4096"),
            ("Operators:1:UserName", "new"), ("Operators:1:Password", "n"), ("Operators:1:Role", "viewer"));

        using var former = _server.HookClient();
        using var next = _server.HookClient(password: "next");
        using var reader = _server.OperatorClient("new", "n");

        await former.PostEventAsync(Event);
        await next.PostEventAsync(Event);
        using var large = await next.PostBodyAsync(new byte[5000], HttpExtensions.Json);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(2, (await reader.GetJsonAsync("/api/events/1")).GetProperty("delivery_count").GetInt32());
    }

    [Fact]
    public async Task Password_that_was_taken_away_opens_no_more()
    {
        using var former = _server.HookClient();
        await former.PostEventAsync(Event);

        Change(("Inbound:Hooks:0:Password", "next"));

        using var answer = await former.PostBodyAsync(Event, HttpExtensions.Json);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Password_that_is_used_while_it_is_taken_away_is_not_remembered()
    {
        // A line for every accepted post would keep all of them on the ordinary way. Who listens first holds up those behind.
        await using var server = RunningServer.Start(settings: [("Logging:LogLevel:Bulutfon.Webhooks.Server.Telemetry.RequestLog", "Information")]);
        using var former = server.HookClient();
        HttpStatusCode? meanwhile = null;
        server.Services.GetRequiredService<IOptionsMonitor<InboundOptions>>().OnChange(_ =>
        {
            // One change is told several times.
            using var answer = former.PostBodyAsync(Event, HttpExtensions.Json).GetAwaiter().GetResult();
            meanwhile ??= answer.StatusCode;
        });
        await former.PostEventAsync(Event);

        var configuration = (IConfigurationRoot)server.Services.GetRequiredService<IConfiguration>();
        configuration["Inbound:Hooks:0:Password"] = "next";
        configuration.Reload();

        using var after = await former.PostBodyAsync(Event, HttpExtensions.Json);
        Assert.Equal(HttpStatusCode.OK, meanwhile);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Path_token_and_networks_are_followed()
    {
        const string Token = "6f1d0c9be2a84753b1f06e5d9c8a7b40";
        using var anonymous = _server.AnonymousClient();
        Change(("Inbound:Hooks:0:PathToken", Token));
        using var opened = await PostAsync();

        Change(("Inbound:Hooks:0:AllowedNetworks:0", "203.0.113.0/24"));
        using var foreign = await PostAsync();
        Change(("Inbound:Hooks:0:PathToken", ""));
        using var closed = await PostAsync();

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.NotFound],
            new[] { opened.StatusCode, foreign.StatusCode, closed.StatusCode });

        Task<HttpResponseMessage> PostAsync() => anonymous.PostAsync($"/webhooks/bulutfon/{Token}", new StringContent(Event, mediaType: new("application/json")));
    }

    [Fact]
    public async Task Broken_change_keeps_what_was_and_is_told_once_with_its_keys()
    {
        Change(("Inbound:Hooks:0:Password", "next"), ("Inbound:MaxBodyBytes", "many"), ("Inbound:Hooks:0:AllowedNetworks:0", "nowhere"));
        Configuration.Reload();
        using var hook = _server.HookClient();

        await hook.PostEventAsync(Event);

        var told = Assert.Single(_server.Log.WithId(LogEvents.ReloadRefused));
        Assert.Equal(LogEventLevel.Error, told.Level);
        Assert.Contains("Inbound:MaxBodyBytes", told.RenderMessage(null), StringComparison.Ordinal);
        Assert.Contains("Inbound:Hooks:0:AllowedNetworks:0", told.RenderMessage(null), StringComparison.Ordinal);

        Change(("Inbound:MaxBodyBytes", "8192"), ("Inbound:Hooks:0:AllowedNetworks:0", "127.0.0.1"));
        using var corrected = _server.HookClient(password: "next");
        await corrected.PostEventAsync(Event);
    }

    [Fact]
    public async Task File_that_cannot_be_read_any_more_is_told_and_what_it_said_stays()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("hooks.json");
        await File.WriteAllTextAsync(file, """{"Inbound":{"Hooks":[{"UserName":"file","Password":"f"}]}}""");
        var configuration = (ConfigurationManager)Configuration;
        configuration.AddJsonFile(file, optional: false, reloadOnChange: true);
        ConfigurationSetup.TellUnreadableFiles(configuration, _server.Services.GetRequiredService<ILogger<ReloadTests>>());
        using var hook = _server.HookClient("file", "f");
        await hook.PostEventAsync(Event);

        await File.WriteAllTextAsync(file, """{"Inbound":{"Hooks":[{"UserName":"fi""");
        var told = await _server.Log.WaitForIdAsync(LogEvents.FileUnreadable);

        Assert.Contains("hooks.json", told.RenderMessage(null), StringComparison.Ordinal);
        await hook.PostEventAsync(Event);
    }

    private void Change(params (string Key, string Value)[] settings)
    {
        // The last source wins, and this one keeps its values when all are read again.
        ((IConfigurationBuilder)Configuration).AddInMemoryCollection(
            settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal));
        Configuration.Reload();
    }
}
