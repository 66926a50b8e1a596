using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulutfon.Webhooks.Server.Tests;

public sealed class StartupCheckTests
{
    [Fact]
    public async Task Production_without_credentials_refuses_to_start_and_says_which_keys_to_set()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync([]);

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("Inbound:Hooks:0:UserName", error, StringComparison.Ordinal);
        Assert.Contains("Inbound:Hooks:0:PasswordHash", error, StringComparison.Ordinal);
        Assert.Contains("Operators:0:Password", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_start_prints_one_line_an_error_and_no_stack_trace()
    {
        var (_, output, error) = await ServerProcess.RunAsync([]);

        Assert.Equal(3, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_all_sections_are_reported_at_once()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(
            [],
            input: null,
            ("Inbound__MaxBodyBytes", "many"),
            ("Inbound__MaxRejections", "-1"),
            ("Inbound__Hooks__0__UserName", "pbx"),
            ("Operators__0__UserName", "ayşe"),
            ("Operators__0__Password", "s3cret-of-ayşe"),
            ("Operators__0__Role", "boss"));

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        string[] keys = ["Inbound:MaxBodyBytes", "Inbound:MaxRejections", "Inbound:Hooks:0:Password", "Operators:0:Role"];
        Assert.All(keys, key => Assert.Contains(key, error, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_in_use_is_one_line_that_names_it()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        var (exitCode, output, error) = await ServerProcess.RunAsync([], input: null, [.. StartedServer.Settings(folder.File("journal.db")), ("ASPNETCORE_URLS", address)]);

        Assert.Equal(StartupCheck.CannotListen, exitCode);
        Assert.Contains(address, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_level_that_there_is_not_is_an_error_of_the_configuration_among_the_others()
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync([], input: null, ("Logging__LogLevel__Default", "Chatty"), ("Inbound__MaxBodyBytes", "1"));

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("Logging:LogLevel:Default: 'Chatty' is no log level; there are Trace, Debug", error, StringComparison.Ordinal);
        Assert.Contains("Inbound:MaxBodyBytes", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_server_on_one_journal_says_so_and_ends()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.File("journal.db");
        await using var first = await StartedServer.StartAsync(journal);

        var (exitCode, _, error) = await ServerProcess.RunAsync([], input: null, StartedServer.Settings(journal));

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.Contains("Another server is using the journal", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "", "No server certificate was specified", "Kestrel:Certificates:Default:Path")]
    [InlineData("none.pfx", "", "", "Could not find file", "Kestrel:Endpoints:Https:Certificate")]
    [InlineData("tls.pfx", "", "wrong-secret", "password may be incorrect", "Kestrel:Endpoints:Https:Certificate")]
    [InlineData("nonsense.pfx", "", "wrong-secret", "", "Kestrel:Endpoints:Https:Certificate")]
    [InlineData("tls.crt", "", "", "private key", "Kestrel:Endpoints:Https:Certificate")]
    [InlineData("tls.crt", "other.key", "", "private key", "Kestrel:Endpoints:Https:Certificate")]
    public async Task Certificate_that_cannot_be_used_is_an_error_of_the_configuration_on_one_line(string path, string keyPath, string password, string reason, string key)
    {
        using var folder = new TemporaryFolder();
        MakeCertificates(folder);
        (string Name, string Value)[] certificate =
        [
            ("Kestrel__Endpoints__Https__Url", "https://127.0.0.1:0"),
            // The first use of a .NET SDK leaves a developer's certificate in the home folder, which the server would find.
            ("HOME", folder.FullPath),
            .. Setting("Path", path.Length == 0 ? "" : folder.File(path)),
            .. Setting("KeyPath", keyPath.Length == 0 ? "" : folder.File(keyPath)),
            .. Setting("Password", password),
        ];

        var (exitCode, output, error) = await ServerProcess.RunAsync([], input: null, [.. StartedServer.Settings(folder.File("journal.db")), .. certificate]);

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Contains(key, line, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", error + output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("127.0.0.1,::/0")]
    [InlineData("::ffff:0.0.0.0/96")]
    public async Task Proxies_that_are_everybody_are_refused(string proxies)
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync([], input: null, ("Proxies", proxies));

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("/0 is everybody: any client could give itself an address by X-Forwarded-For", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data Source=", StartupCheck.ConfigurationError)]
    [InlineData("nonsense", StartupCheck.ConfigurationError)]
    [InlineData("Data Source={0}/link.db", StartupCheck.CannotOpenJournal)]
    [InlineData("Data Source={0}", StartupCheck.CannotOpenJournal, "is a folder. Name a file in it")]
    public async Task Journal_that_is_no_file_is_told_without_a_stack_trace(string source, int expected, string reason = "")
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("link.db"), folder.File("nowhere.db"));
        var settings = StartedServer.Settings(folder.File("journal.db"))
            .Append(("ConnectionStrings__Journal", source.Replace("{0}", folder.FullPath, StringComparison.Ordinal)));

        var (exitCode, output, error) = await ServerProcess.RunAsync([], input: null, [.. settings]);

        Assert.Equal(expected, exitCode);
        Assert.StartsWith("The server does not start", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }

    private static (string Name, string Value)[] Setting(string name, string value) =>
        value.Length == 0 ? [] : [($"Kestrel__Endpoints__Https__Certificate__{name}", value)];

    private static void MakeCertificates(TemporaryFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(folder.File("tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("other.key"), other.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(folder.File("tls.pfx"), certificate.Export(X509ContentType.Pfx, "right-secret"));
        File.WriteAllText(folder.File("nonsense.pfx"), "nonsense");
    }
}
