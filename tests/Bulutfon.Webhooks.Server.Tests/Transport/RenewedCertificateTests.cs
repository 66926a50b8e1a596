using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Tests.Telemetry;
using Bulutfon.Webhooks.Server.Transport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Extensions.Logging;

namespace Bulutfon.Webhooks.Server.Tests.Transport;

[Trait("Store", "Any")]
public sealed class RenewedCertificateTests : IDisposable
{
    private const string Section = "Kestrel:Endpoints:Https:Certificate";

    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset End = Begin.AddYears(100);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly MemorySink _log = new();
    private readonly Serilog.Core.Logger _logger;
    private readonly SerilogLoggerFactory _loggers;
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
    private readonly RenewedCertificate _certificate;

    public RenewedCertificateTests()
    {
        _logger = new LoggerConfiguration().WriteTo.Sink(_log).CreateLogger();
        _loggers = new SerilogLoggerFactory(_logger);
        _configuration[$"{Section}:Path"] = "tls.crt";
        _configuration[$"{Section}:KeyPath"] = "tls.key";
        _certificate = new RenewedCertificate(_configuration, Section, _folder.FullPath, _time, _loggers.CreateLogger<RenewedCertificate>());
    }

    private string? Served => _certificate.Current?.TargetCertificate.Subject;

    public void Dispose()
    {
        _loggers.Dispose();
        _logger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Files_renewed_in_their_place_are_served_after_a_look()
    {
        Write("first");
        Assert.Equal("CN=first", Served);

        Write("second");
        var before = Served;
        _time.Advance(RenewedCertificate.Look);

        Assert.Equal(("CN=first", "CN=second"), (before, Served));
        Assert.Single(_log.WithId(LogEvents.CertificateRenewed));
    }

    [Fact]
    public void Certificate_that_cannot_be_used_leaves_the_one_before_and_is_told_once()
    {
        Write("first");
        _ = Served;

        File.WriteAllText(_folder.File("tls.crt"), "nonsense");
        for (var look = 0; look < 3; look++)
        {
            _time.Advance(RenewedCertificate.Look);
            Assert.Equal("CN=first", Served);
        }

        File.Delete(_folder.File("tls.crt"));
        _time.Advance(RenewedCertificate.Look);
        Assert.Equal("CN=first", Served);
        Assert.Equal(2, _log.WithId(LogEvents.CertificateUnusable).Count);

        Write("second");
        _time.Advance(RenewedCertificate.Look);
        Assert.Equal("CN=second", Served);
    }

    [Fact]
    public void Other_files_that_the_configuration_names_are_served_and_none_leaves_the_one_before()
    {
        Write("first");
        _ = Served;
        using (var other = Make("pfx"))
        {
            File.WriteAllBytes(_folder.File("other.pfx"), other.Export(X509ContentType.Pfx, "secret"));
        }

        _configuration[$"{Section}:Path"] = "other.pfx";
        _configuration[$"{Section}:KeyPath"] = null;
        _configuration[$"{Section}:Password"] = "secret";
        _time.Advance(RenewedCertificate.Look);
        Assert.Equal("CN=pfx", Served);

        _configuration[$"{Section}:Path"] = null;
        _time.Advance(RenewedCertificate.Look);
        Assert.Equal("CN=pfx", Served);
    }

    [Fact]
    public void Encrypted_key_takes_its_password_and_the_chain_goes_with_the_certificate()
    {
        using var root = Make("root", isAuthority: true);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = Request("issuer", issuerKey, isAuthority: true).Create(root, Begin, End, [1]).CopyWithPrivateKey(issuerKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Request("leaf", key).Create(issuer, Begin, End, [2]);
        File.WriteAllText(_folder.File("tls.crt"), leaf.ExportCertificatePem() + "\n" + issuer.ExportCertificatePem());
        File.WriteAllText(_folder.File("tls.key"), key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        _configuration[$"{Section}:Password"] = "secret";

        Assert.Equal("CN=leaf", Served);
        Assert.Contains(_certificate.Current!.IntermediateCertificates, each => each.Subject == "CN=issuer");
    }

    private void Write(string name)
    {
        using var certificate = Make(name);
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(_folder.File("tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Make(string name, bool isAuthority = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Request(name, key, isAuthority).CreateSelfSigned(Begin, End);
    }

    private static CertificateRequest Request(string name, ECDsa key, bool isAuthority = false)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        return request;
    }
}
