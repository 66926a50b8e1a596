using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Inbound;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

/// <summary>A Kestrel on a loopback port with one route a policy and nothing behind them.</summary>
public sealed class AccountsServer : IAsyncLifetime
{
    private readonly Action<IServiceCollection> configure;
    private WebApplication? app;

    public AccountsServer()
        : this(_ => { })
    {
    }

    internal AccountsServer(Action<IServiceCollection> configure) => this.configure = configure;

    public HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Environment.EnvironmentName = "Production";
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inbound:Hooks:0:Name"] = "santral",
            ["Inbound:Hooks:0:UserName"] = "pbx",
            ["Inbound:Hooks:0:Password"] = "şifre: 1",
            ["Operators:0:UserName"] = "viewer",
            ["Operators:0:PasswordHash"] = CheapHash.Of("v"),
            ["Operators:0:Role"] = "viewer",
            ["Operators:1:UserName"] = "operator",
            ["Operators:1:Password"] = "o",
            ["Operators:2:UserName"] = "admin",
            ["Operators:2:Password"] = "a",
            ["Operators:2:Role"] = "admin",
        });
        builder.AddAccounts();
        configure(builder.Services);

        app = builder.Build();
        app.UseAccounts();
        app.MapPost("/post", (ClaimsPrincipal user) => user.HookName()).RequireAuthorization(Policies.Hook);
        app.MapGet("/any", () => "any").RequireAuthorization();
        app.MapGet("/view", () => "view").RequireAuthorization(Policies.Viewer);
        app.MapGet("/operate", () => "operate").RequireAuthorization(Policies.Operator);
        app.MapGet("/administer", () => "administer").RequireAuthorization(Policies.Admin);
        app.MapGet("/open", () => "open");
        await app.StartAsync();
        Client.BaseAddress = new Uri(app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await app!.DisposeAsync();
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? userAndPassword) =>
        SendRawAsync(method, path, userAndPassword is null ? null : Basic(Encoding.UTF8.GetBytes(userAndPassword)));

    public async Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string path, params string?[] authorization)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var value in authorization.OfType<string>())
        {
            request.Headers.TryAddWithoutValidation("Authorization", value);
        }

        return await Client.SendAsync(request);
    }

    public static string Basic(byte[] credentials) =>
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials)).ToString();
}
