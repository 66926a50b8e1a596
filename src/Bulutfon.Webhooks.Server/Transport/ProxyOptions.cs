using Bulutfon.Webhooks.Server.Configuration;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>Whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; the section <c>Proxies</c> is the list itself.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxies";

    /// <summary>Addresses or networks of the reverse proxies in front. Default: none, and then nobody is believed.</summary>
    public NetworkList Proxies { get; set; } = new([]);

    internal List<string> Errors { get; } = [];

    internal static void Bind(ProxyOptions options, IConfiguration configuration)
    {
        options.Proxies = NetworkList.Read(configuration.GetSection(Section), options.Errors);
        options.Errors.AddRange(options.Proxies.Networks
            .Where(network => network.PrefixLength == 0)
            .Select(network => $"{Section}: {network} is everybody: any client could give itself an address by X-Forwarded-For. Name the proxies' own addresses or networks."));
    }
}

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options) =>
        options.Errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Errors);
}
