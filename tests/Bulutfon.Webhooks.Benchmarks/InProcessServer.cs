using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Bulutfon.Webhooks.Benchmarks;

/// <summary>The whole server on a journal, without a socket and without logs.</summary>
/// <param name="store">The journal.</param>
internal sealed class InProcessServer(StoreSettings store) : WebApplicationFactory<Program>
{
    private const string UserName = "operator";
    private const string Password = "operator-dev";

    public HttpClient OperatorClient()
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}")));
        return client;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment("Production")
        .UseContentRoot(AppContext.BaseDirectory)
        .UseSetting("Journal:Provider", store.Provider)
        .UseSetting("ConnectionStrings:Journal", store.ConnectionString)
        .UseSetting("Logging:LogLevel:Default", "None")
        .UseSetting("Logging:LogLevel:Microsoft", "None")
        .UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "None")
        .UseSetting("Inbound:Hooks:0:UserName", "bulutfon")
        .UseSetting("Inbound:Hooks:0:Password", "bulutfon-dev")
        .UseSetting("Operators:0:UserName", UserName)
        .UseSetting("Operators:0:Password", Password);
}
