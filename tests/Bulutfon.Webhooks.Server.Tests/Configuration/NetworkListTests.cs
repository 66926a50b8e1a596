using System.Net;
using Bulutfon.Webhooks.Server.Configuration;

namespace Bulutfon.Webhooks.Server.Tests.Configuration;

public sealed class NetworkListTests
{
    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("192.0.2.1/24", "192.0.2.200", true)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData(" 192.0.2.7 ", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::1", "2001:db8::1", true)]
    [InlineData("::/0", "192.0.2.1", false)]
    [InlineData("0.0.0.0/0", "::ffff:192.0.2.1", true)]
    public void Contains_Address_TellsWhetherItIsInside(string network, string address, bool inside)
    {
        var errors = new List<string>();

        var networks = NetworkList.Parse([KeyValuePair.Create("key", network)], errors);

        Assert.Empty(errors);
        Assert.Equal(inside, networks.Contains(IPAddress.Parse(address)));
        Assert.False(networks.Contains(address: null));
    }

    [Theory]
    [InlineData("192.0.2.0/33")]
    [InlineData("10")]
    [InlineData("")]
    [InlineData("bulutfon.com")]
    public void Parse_NoNetwork_IsAnErrorThatNamesTheKey(string text)
    {
        var errors = new List<string>();

        NetworkList.Parse([KeyValuePair.Create("Proxies:0", text)], errors);

        Assert.StartsWith("Proxies:0: ", Assert.Single(errors), StringComparison.Ordinal);
    }
}
