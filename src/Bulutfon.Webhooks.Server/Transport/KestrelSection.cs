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
