using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulutfon.Webhooks.Server.Tests.Transport;

/// <summary>A server whose addresses are in its file, which changes under it.</summary>
[Trait("Store", "Any")]
public sealed class KeptAddressesTests
{
    [Fact]
    public async Task File_that_names_no_address_any_more_closes_none_and_a_renewed_certificate_cuts_nobody_off()
    {
        using var folder = new TemporaryFolder();
        WriteCertificate(folder, "first");
        var certificate = $$"""{ "Path": "{{folder.File("tls.crt")}}", "KeyPath": "{{folder.File("tls.key")}}" }""";
        await File.WriteAllTextAsync(
            folder.File("appsettings.json"), $$"""{ "Kestrel": { "Endpoints": { "Https": { "Url": "https://127.0.0.1:0", "Certificate": {{certificate}} } } } }""");
        await using var server = await StartedServer.StartAsync(["env", $"--chdir={folder.FullPath}"], folder.File("journal.db"));
        var served = "";
        using var client = ClientOf(server, name => served = name);
        using var stream = await client.GetAsync("/api/events/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("CN=first", served);

        WriteCertificate(folder, "second");
        await WaitForAsync(server, "CN=second");
        await File.WriteAllTextAsync(folder.File("appsettings.json"), "{ }");
        await server.WaitForOutputAsync("The addresses in the configuration changed");

        using var later = ClientOf(server, name => served = name);
        using var answer = await later.GetAsync("/health/live");
        Assert.Equal((HttpStatusCode.OK, "CN=second"), (answer.StatusCode, served));
        var buffer = new byte[1];
        await using var events = await stream.Content.ReadAsStreamAsync();
        Assert.Equal(1, await events.ReadAsync(buffer));
        Assert.DoesNotContain(server.Output, line => line.Contains("Stopping the following endpoints", StringComparison.Ordinal));
    }

    /// <summary>A handshake looks for a new certificate now and then.</summary>
    private static async Task WaitForAsync(StartedServer server, string subject)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        for (var served = ""; served != subject; await Task.Delay(50, timeout.Token))
        {
            using var client = ClientOf(server, name => served = name);
            using var answer = await client.GetAsync("/health/live", timeout.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static HttpClient ClientOf(StartedServer server, Action<string> see)
    {
        var handler = new HttpClientHandler
        {
#pragma warning disable MA0039 // which one it is, is what is asked
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                see(certificate!.Subject);
                return true;
            },
#pragma warning restore MA0039
        };
        var client = new HttpClient(handler) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("reader:reader-secret-of-tests"u8));
        return client;
    }

    private static void WriteCertificate(TemporaryFolder folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(folder.File("tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
