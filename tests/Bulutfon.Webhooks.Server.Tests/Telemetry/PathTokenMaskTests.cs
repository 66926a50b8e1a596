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

    [Theory]
    [InlineData("/webhooks/bulutfon%20/{0}")]
    [InlineData("/webhooks/bulutfon;a/{0}")]
    [InlineData("/{0}")]
    [InlineData("/{0}/x?y=1")]
    [InlineData("Referer: https://pbx.example/?token={0}&a=1")]
    [InlineData("{{\"path\":\"/hooks/{0}\"}}")]
    public void Apply_ConfiguredToken_IsHiddenAnywhere(string form)
    {
        const string Token = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6-._~";
        KnownTokens.Add([Token]);
        var escaped = string.Concat(Token.Select((character, index) => index % 2 == 0 ? $"%{(int)character:X2}" : $"{character}"));
        foreach (var written in new[] { Token, Token.ToUpperInvariant(), escaped, escaped.Replace("%", "%25", StringComparison.Ordinal) })
        {
            var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, written);

            Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, "***"), PathTokenMask.Apply(text));
        }
    }
}
