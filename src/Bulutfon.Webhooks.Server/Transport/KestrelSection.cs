using System.Security.Cryptography;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>The framework's own section <c>Kestrel</c>: certificates and endpoints. What it throws about them is no line for an administrator.</summary>
internal static partial class KestrelSection
{
    private const string Section = "Kestrel";
    private const string EndpointsKey = $"{Section}:Endpoints";
    private const string CertificatesKey = $"{Section}:Certificates";
    private const string DefaultCertificateKey = $"{CertificatesKey}:Default";

    /// <summary>
    /// Addresses are opened at the start and closed at the end, whatever becomes of the configuration between: the framework would close
    /// those that a half-written file does not name, and run on without hearing anybody. Certificates are followed.
    /// </summary>
    public static void Apply(KestrelServerOptions kestrel, IConfiguration configuration, IHostEnvironment environment, TimeProvider time, ILoggerFactory loggers)
    {
        var loader = kestrel.Configure(configuration.GetSection(Section), reloadOnChange: false);
        if (HasCertificate(configuration.GetSection(DefaultCertificateKey)))
        {
            var renewed = Renewed(DefaultCertificateKey);
            kestrel.ConfigureHttpsDefaults(https => Serve(https, renewed));
        }

        foreach (var endpoint in configuration.GetSection(EndpointsKey).GetChildren())
        {
            if (endpoint.GetSection("Sni").GetChildren().Any())
            {
                // Which certificate it is, depends on the name; Kestrel has them all.
                loader.Endpoint(endpoint.Key, static listening => listening.HttpsOptions.OnAuthenticate = null);
            }
            else if (endpoint.GetSection("Certificate") is var certificate && HasCertificate(certificate))
            {
                var renewed = Renewed(certificate.Path);
                loader.Endpoint(endpoint.Key, listening => Serve(listening.HttpsOptions, renewed));
            }
        }

        RenewedCertificate Renewed(string section) => new(configuration, section, environment.ContentRootPath, time, loggers.CreateLogger<RenewedCertificate>());
    }

    /// <summary>Tells that addresses have changed in the configuration, which counts at the next start.</summary>
    public static void TellChangedAddresses(IConfiguration configuration, ILogger logger)
    {
        var listening = AddressesIn(configuration);
        var told = listening;
        ChangeToken.OnChange(configuration.GetReloadToken, () =>
        {
            var now = AddressesIn(configuration);
            if (Interlocked.Exchange(ref told, now) != now && now != listening)
            {
                LogChanged(logger, listening, now);
            }
        });
    }

    /// <summary>Reads the section and the certificates that it names, which the start would do later, among its other faults.</summary>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static string? ErrorOf(IServiceProvider services)
    {
        if (MistakenAddress(services.GetRequiredService<IConfiguration>()) is { } mistaken)
        {
            return mistaken;
        }

        try
        {
            services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.ConfigurationLoader?.Load();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException || IsOfCertificate(exception))
        {
            return Describe(exception, services.GetRequiredService<IConfiguration>());
        }
    }

    /// <summary>
    /// An address whose port is no number: the framework would take all of it for a host name, and for those it listens at every address
    /// of the machine.
    /// </summary>
    public static string? MistakenAddress(IConfiguration configuration) => Addresses(configuration)
        .Where(address => IsMistaken(address.Value))
        .Select(address => $"It cannot listen: {address.Key}: '{address.Value}' has no port that is a number. Write one such as http://localhost:5080, and an IPv6 address in brackets.")
        .FirstOrDefault();

    private static bool IsMistaken(string text)
    {
        var begin = text.IndexOf("://", StringComparison.Ordinal);
        if (begin < 0 || text.AsSpan(begin + 3).StartsWith("unix:/"))
        {
            return false;
        }

        // Behind the host, or the bracket that ends it, a colon and digits alone.
        var host = text.AsSpan(begin + 3);
        host = host.IndexOf('/') is >= 0 and var path ? host[..path] : host;
        var port = host.StartsWith('[') && host.IndexOf(']') is >= 0 and var end ? host[(end + 1)..] : host;
        return port.IndexOf(':') is >= 0 and var colon && (colon == port.Length - 1 || port[(colon + 1)..].ContainsAnyExceptInRange('0', '9'));
    }

    private static IEnumerable<KeyValuePair<string, string>> Addresses(IConfiguration configuration)
    {
        var urls = configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => KeyValuePair.Create("ASPNETCORE_URLS", url))
            .Concat(configuration.GetSection(EndpointsKey).GetChildren().Select(endpoint => KeyValuePair.Create($"{endpoint.Path}:Url", endpoint["Url"] ?? "")));
    }

    /// <summary>Whether what listening threw is about a certificate and not about the address.</summary>
    public static bool IsOfCertificate(Exception exception) => exception is CryptographicException or NotSupportedException or ArgumentException
        || (exception is InvalidOperationException && exception.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase));

    /// <summary>One line, with the keys to look at; no value of theirs.</summary>
    public static string Describe(Exception exception, IConfiguration configuration)
    {
        string[] keys = [.. CertificatesOf(configuration)];
        var first = exception.Message.AsSpan().Trim();
        var end = first.IndexOfAny('\r', '\n');
        var remedy = (keys.Length, IsOfCertificate(exception)) switch
        {
            (0, true) => $"Set {CertificatesKey}:Default:Path and KeyPath, or Password for a PFX file, or listen at http:// behind a proxy that has the certificate.",
            (0, false) => $"See {EndpointsKey}.",
            _ => $"See {EndpointsKey} and {string.Join(", ", keys)}: Path is the certificate, KeyPath its private key (PEM), Password that of the key or of a PFX file; the server's user must be able to read them.",
        };
        return $"It cannot listen: {(end < 0 ? first : first[..end])} {remedy}";
    }

    /// <summary>The key of the addresses to listen at, which is the framework's own or this section.</summary>
    public static string AddressesKey(IConfiguration configuration) => configuration.GetSection(EndpointsKey).GetChildren().Any() ? EndpointsKey : "ASPNETCORE_URLS";

    private static string AddressesIn(IConfiguration configuration) =>
        string.Join(", ", Addresses(configuration).Select(address => $"{address.Key} {address.Value}").DefaultIfEmpty("none"));

    private static bool HasCertificate(IConfigurationSection certificate) => !string.IsNullOrEmpty(certificate["Path"]);

    private static void Serve(HttpsConnectionAdapterOptions https, RenewedCertificate renewed) => https.OnAuthenticate = (_, handshake) =>
    {
        if (renewed.Current is { } current)
        {
            handshake.ServerCertificateContext = current;
        }
    };

    private static IEnumerable<string> CertificatesOf(IConfiguration configuration) =>
        configuration.GetSection(CertificatesKey).GetChildren()
            .Concat(configuration.GetSection(EndpointsKey).GetChildren().Select(endpoint => endpoint.GetSection("Certificate")))
            .Where(section => section.GetChildren().Any())
            .Select(section => section.Path);

    [LoggerMessage(LogEvents.AddressesChanged, LogLevel.Warning, "The addresses in the configuration changed; the server goes on listening at those of its start ({Listening}). Restart it to listen at: {Now}")]
    private static partial void LogChanged(ILogger logger, string listening, string now);
}
