using System.Net;
using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.AspNetCore.Http;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

[Trait("Store", "Any")]
public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("http", "pbx.example:5080", "http://pbx.example:5080", true)]
    [InlineData("http", "pbx.example:5080", "HTTP://PBX.example:5080", true)]
    [InlineData("http", "pbx.example", "http://pbx.example:80", true)]
    [InlineData("https", "pbx.example", "https://pbx.example", true)]
    [InlineData("https", "pbx.example:443", "https://pbx.example", true)]
    [InlineData("http", "[::1]:5080", "http://[::1]:5080", true)]
    [InlineData("http", "pbx.example:5080", "https://pbx.example:5080", false)]
    [InlineData("https", "pbx.example", "http://pbx.example", false)]
    [InlineData("http", "pbx.example:5080", "ftp://pbx.example:5080", false)]
    [InlineData("http", "pbx.example:5080", "http://user@pbx.example:5080", false)]
    [InlineData("http", "pbx.example:5080", "http://pbx.example:5081", false)]
    [InlineData("http", "pbx.example:5080", "http://pbx.example", false)]
    [InlineData("http", "pbx.example:5080", "http://pbx.example.:5080", false)]
    [InlineData("http", "pbx.example:5080", "http://evil.example:5080", false)]
    [InlineData("http", "pbx.example:5080", "http://pbx.example:5080/x", false)]
    [InlineData("http", "pbx.example:5080", "null", false)]
    [InlineData("http", "pbx.example:5080", "", false)]
    [InlineData("http", "pbx.example:5080", "//pbx.example:5080", false)]
    public void Is_Origin_IsOursBySchemeHostAndPort(string scheme, string host, string origin, bool isOurs)
    {
        var context = new DefaultHttpContext();
        (context.Request.Scheme, context.Request.Host) = (scheme, new HostString(host));

        Assert.Equal(isOurs, OwnOrigin.Is(context.Request, origin));
    }

    [Theory]
    [InlineData("/calls?caller=0532", "/calls?caller=0532")]
    [InlineData("/calls?caller=gizli%20numara", "/calls?caller=gizli%20numara")]
    [InlineData("/calls?caller=İSTANBUL şube", "/calls?caller=%C4%B0STANBUL%20%C5%9Fube")]
    [InlineData("/calls/çağrı#not", "/calls/%C3%A7a%C4%9Fr%C4%B1#not")]
    [InlineData("/calls?caller=😀", "/calls?caller=%F0%9F%98%80")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/a/..//evil.example", "/")]
    [InlineData("/a/..\\\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public void Of_Address_IsEscapedAndOnThisServer(string? address, string expected) => Assert.Equal(expected, LocalAddress.Of(address));

    [Fact]
    public async Task A_sign_in_leads_to_an_address_with_letters_of_any_language()
    {
        await using var server = RunningServer.Start();

        var (status, cookie) = await SessionOf.TryAsync(server, RunningServer.OperatorUser, RunningServer.OperatorPassword, "?returnUrl=" + Uri.EscapeDataString("/calls?caller=İSTANBUL"));

        Assert.True(status == HttpStatusCode.Redirect, $"{status}: {string.Join('\n', server.Log.Events.Select(each => each.Exception).OfType<Exception>())}");
        Assert.NotNull(cookie);
    }
}
