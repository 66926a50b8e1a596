using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

[Trait("Store", "Any")]
public class PathTokenMaskTests
{
    [Theory]
    [InlineData("/webhooks/bulutfon/s3cret", "/webhooks/bulutfon/***")]
    [InlineData("POST http://host/webhooks/bulutfon/s3cret?a=1 - 200", "POST http://host/webhooks/bulutfon/***?a=1 - 200")]
    [InlineData("{\"RequestPath\":\"/Webhooks/Bulutfon/s3cret/x\",\"a\":1}", "{\"RequestPath\":\"/Webhooks/Bulutfon/***\",\"a\":1}")]
    [InlineData("/webhooks/bulutfon/a /webhooks/bulutfon/b", "/webhooks/bulutfon/*** /webhooks/bulutfon/***")]
    [InlineData("//webhooks//bulutfon//s3cret", "//webhooks//bulutfon//***")]
    [InlineData("/webhooks%2Fbulutfon%2fs3cret", "/webhooks%2Fbulutfon%2f***")]
    [InlineData("/webhook/bulutfon/s3cret", "/webhook/bulutfon/***")]
    [InlineData("/webhooks/bulutfon", "/webhooks/bulutfon")]
    [InlineData("/var/lib/bulutfon/data/bulutfon.db", "/var/lib/bulutfon/data/bulutfon.db")]
    [InlineData("/webhooks/bulutfon/", "/webhooks/bulutfon/")]
    [InlineData("/webhooks/other/s3cret", "/webhooks/other/s3cret")]
    public void Apply_Text_HidesTokensAlone(string text, string expected) => Assert.Equal(expected, PathTokenMask.Apply(text));
}
