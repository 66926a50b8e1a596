using Bulutfon.Webhooks.Server.Transport;
using Microsoft.Extensions.Configuration;

namespace Bulutfon.Webhooks.Server.Tests.Transport;

/// <summary>Asked without a server, which would listen at every address of the machine if the answer were wrong.</summary>
[Trait("Store", "Any")]
public sealed class KestrelSectionTests
{
    [Theory]
    [InlineData("urls", "https://127.0.0.1:5981x", "ASPNETCORE_URLS")]
    [InlineData("urls", "http://127.0.0.1:5080;http://127.0.0.1:", "ASPNETCORE_URLS")]
    [InlineData("urls", "http://127.0.0.1:5080; http://127.0.0.1:50 80/", "ASPNETCORE_URLS")]
    [InlineData("urls", "http://::1:5080", "ASPNETCORE_URLS")]
    [InlineData("urls", "http://[::1]:5080x", "ASPNETCORE_URLS")]
    [InlineData("urls", "http://[::1]:5080", null)]
    [InlineData("urls", "http://*:80;https://+:443/;http://localhost", null)]
    [InlineData("urls", "http://unix:/run/bulutfon/http.sock", null)]
    [InlineData("Kestrel:Endpoints:Https:Url", "https://127.0.0.1:443x", "Kestrel:Endpoints:Https:Url")]
    [InlineData("Kestrel:Endpoints:Https:Url", "https://127.0.0.1:443", null)]
    public void Address_with_a_port_that_is_no_number_is_a_mistake(string key, string value, string? named)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, value)]).Build();

        var mistake = KestrelSection.MistakenAddress(configuration);

        Assert.Equal(named, mistake?.Split(": ")[1]);
    }
}
