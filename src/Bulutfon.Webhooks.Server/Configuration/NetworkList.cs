using System.Net;
using System.Net.Sockets;

namespace Bulutfon.Webhooks.Server.Configuration;

/// <summary>Networks in CIDR notation (RFC 4632, RFC 4291), or single addresses. An IPv4 address inside IPv6 counts as the IPv4 address.</summary>
internal sealed class NetworkList(IReadOnlyList<IPNetwork> networks)
{
    private const int MappedPrefixLength = 96;

    public IReadOnlyList<IPNetwork> Networks { get; } = networks;

    /// <returns>False for an unknown address too, such as that of a Unix socket.</returns>
    public bool Contains(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        var plain = Unmapped(address);
        foreach (var network in Networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A list, or one text separated by commas as an environment variable has it; the errors of what is no network, each behind its key.</summary>
    public static NetworkList Read(IConfigurationSection section, ICollection<string> errors)
    {
        var inOneText = (section.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => KeyValuePair.Create(section.Path, text));
        var listed = section.GetChildren().Select(entry => KeyValuePair.Create(entry.Path, entry.Value ?? ""));
        return Parse(inOneText.Concat(listed), errors);
    }

    /// <summary>The list of those that are networks; the errors of the others, each behind its key.</summary>
    public static NetworkList Parse(IEnumerable<KeyValuePair<string, string>> entries, ICollection<string> errors)
    {
        var networks = new List<IPNetwork>();
        foreach (var (key, text) in entries)
        {
            if (Parse(text.Trim()) is { } network)
            {
                networks.Add(network);
            }
            else
            {
                errors.Add($"{key}: '{text}' is no network; write one as 192.0.2.0/24 or 2001:db8::/32, or an address.");
            }
        }

        return new NetworkList(networks);
    }

    public static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPNetwork? Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedPrefixLength
                ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedPrefixLength)
                : network;
        }

        // IPAddress alone would take '10' for 0.0.0.10.
        if (!IPAddress.TryParse(text, out var address)
            || (address.AddressFamily == AddressFamily.InterNetwork && text.Count(character => character == '.') != 3))
        {
            return null;
        }

        var plain = Unmapped(address);
        return new IPNetwork(plain, plain.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }
}
