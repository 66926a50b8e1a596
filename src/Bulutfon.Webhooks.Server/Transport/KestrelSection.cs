using System.Security.Cryptography;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>The framework's own section <c>Kestrel</c>: certificates and endpoints. What it throws about them is no line for an administrator.</summary>
internal static class KestrelSection
{
    private const string Section = "Kestrel";
    private const string EndpointsKey = $"{Section}:Endpoints";
    private const string CertificatesKey = $"{Section}:Certificates";

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

    private static IEnumerable<string> CertificatesOf(IConfiguration configuration) =>
        configuration.GetSection(CertificatesKey).GetChildren()
            .Concat(configuration.GetSection(EndpointsKey).GetChildren().Select(endpoint => endpoint.GetSection("Certificate")))
            .Where(section => section.GetChildren().Any())
            .Select(section => section.Path);
}
