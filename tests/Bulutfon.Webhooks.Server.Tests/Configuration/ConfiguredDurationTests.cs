using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Configuration;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Privacy;
using Microsoft.Extensions.Configuration;

namespace Bulutfon.Webhooks.Server.Tests.Configuration;

[Trait("Store", "Any")]
public sealed class ConfiguredDurationTests
{
    [Theory]
    [InlineData("Calls:CallbackWindow", "3", "3.00:00:00 for 3 days.")]
    [InlineData("Calls:CallbackWindow", "72:00:00", "3.00:00:00 for 3 days.")]
    [InlineData("Calls:CallbackWindow", "3d", "3.00:00:00 for 3 days.")]
    [InlineData("Calls:StaleAfter", "4", "04:00:00 for 4 hours.")]
    [InlineData("Calls:ServiceLevel", "20", "00:00:20 for 20 seconds.")]
    [InlineData("SignIn:Window", "1", "00:01:00 for 1 minute.")]
    [InlineData("Retention:Events", "730", "730.00:00:00 for 730 days.")]
    [InlineData("Retention:Events", "24:00:00", "730.00:00:00 for 730 days.")]
    [InlineData("Retention:Rejections", "90d", "730.00:00:00 for 730 days.")]
    [InlineData("Inbound:Hooks:0:ExpectEvery", "1", "01:00:00 for 1 hour.")]
    [InlineData("Inbound:Hooks:0:ExpectEvery", "36:00", "01:00:00 for 1 hour.")]
    public void What_is_no_duration_is_refused_with_an_example_that_fits_the_key(string key, string text, string example)
    {
        var error = Assert.Single(ErrorsOf(key, text));

        Assert.StartsWith($"{key}: '{text}' is no duration", error, StringComparison.Ordinal);
        Assert.EndsWith($"; write [days.]hours:minutes:seconds, such as {example}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.00:00:00", 3 * 86_400)]
    [InlineData("3:00:00:00", 3 * 86_400)]
    [InlineData("23:59:59", 86_399)]
    [InlineData("00:20", 1_200)]
    [InlineData("1.02:03:04", 93_784)]
    [InlineData(" 00:00:20 ", 20)]
    public void A_duration_is_read(string text, int seconds)
    {
        Assert.True(ConfiguredDuration.TryRead(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    private static List<string> ErrorsOf(string key, string text)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)text)]).Build();
        switch (key.Split(':')[0])
        {
            case CallsOptions.Section:
                var calls = new CallsOptions();
                CallsOptions.Bind(calls, configuration);
                return calls.Unreadable;
            case SignInOptions.Section:
                var signIn = new SignInOptions();
                SignInOptions.Bind(signIn, configuration);
                return signIn.Unreadable;
            case RetentionOptions.Section:
                var retention = new RetentionOptions();
                RetentionOptions.Bind(retention, configuration);
                return retention.Errors;
            default:
                var errors = new List<string>();
                HookExpectation.Read(new HookOptions { ConfigurationKey = "Inbound:Hooks:0", ExpectEvery = text }, errors);
                return errors;
        }
    }
}
