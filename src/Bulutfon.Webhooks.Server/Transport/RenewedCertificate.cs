using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>
/// A certificate that is renewed in its place, taken by the next handshake. Kestrel itself would close the address, wait up to five
/// seconds for those who are connected, streams among them, and listen again: what Bulutfon posts meanwhile is refused, and lost.
/// </summary>
/// <param name="configuration">Where the section is; it may name other files later.</param>
/// <param name="section">The path of the section that names the certificate: <c>Path</c>, <c>KeyPath</c>, <c>Password</c>.</param>
/// <param name="root">The folder of relative paths.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of one that cannot be used.</param>
internal sealed partial class RenewedCertificate(IConfiguration configuration, string section, string root, TimeProvider time, ILogger logger)
{
    /// <summary>How long a certificate is served without a look at its files.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private long _looked;
    private byte[]? _seen;
    private string? _told;
    private volatile SslStreamCertificateContext? _current;

    /// <summary>What to serve; null while nothing could ever be read, and then Kestrel's own is served.</summary>
    public SslStreamCertificateContext? Current
    {
        get
        {
            // While one looks, the others serve what there is.
            if (_gate.TryEnter())
            {
                try
                {
                    if (_seen is null || time.GetElapsedTime(_looked) >= Look)
                    {
                        _looked = time.GetTimestamp();
                        Renew();
                    }
                }
                finally
                {
                    _gate.Exit();
                }
            }

            return _current;
        }
    }

    private void Renew()
    {
        var named = configuration.GetSection(section);
        if (named["Path"] is not { Length: > 0 } path)
        {
            // Taken out of the configuration: the address stays, and so does this.
            return;
        }

        var (certificate, key, password) = (Path.Combine(root, path), named["KeyPath"] is { Length: > 0 } keyPath ? Path.Combine(root, keyPath) : null, named["Password"]);
        try
        {
            // What is in the files, and not their times: a link may lead to others.
            var seen = SHA256.HashData([.. File.ReadAllBytes(certificate), .. key is null ? [] : File.ReadAllBytes(key), .. Encoding.UTF8.GetBytes(password ?? "")]);
            if (_seen is not null && seen.AsSpan().SequenceEqual(_seen))
            {
                return;
            }

            var isFirst = _seen is null;
            _seen = seen;
            _current = Load(certificate, key, password);
            _told = null;
            if (!isFirst)
            {
                LogRenewed(logger, section, _current.TargetCertificate.NotAfter.ToUniversalTime());
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            if (_told != exception.Message)
            {
                LogUnusable(logger, section, _told = exception.Message);
            }
        }
    }

    private static SslStreamCertificateContext Load(string certificate, string? key, string? password)
    {
        var chain = new X509Certificate2Collection();
        if (key is null)
        {
            chain = X509CertificateLoader.LoadPkcs12CollectionFromFile(certificate, password);
            var own = chain.FirstOrDefault(each => each.HasPrivateKey) ?? throw new CryptographicException("It has no private key.");
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }

        chain.ImportFromPemFile(certificate);
        var leaf = string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(certificate, key) : X509Certificate2.CreateFromEncryptedPemFile(certificate, password, key);
        if (OperatingSystem.IsWindows())
        {
            // It cannot serve with a key that is in memory alone.
            leaf = X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), password: null);
        }

        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    [LoggerMessage(LogEvents.CertificateRenewed, LogLevel.Information, "The certificate of {Section} was renewed; the new one is good until {Until:yyyy-MM-dd HH:mm} UTC")]
    private static partial void LogRenewed(ILogger logger, string section, DateTime until);

    [LoggerMessage(LogEvents.CertificateUnusable, LogLevel.Error, "The changed certificate of {Section} cannot be used, the one before is served on: {Error}")]
    private static partial void LogUnusable(ILogger logger, string section, string error);
}
