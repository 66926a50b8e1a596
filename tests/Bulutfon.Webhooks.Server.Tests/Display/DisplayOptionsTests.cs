using Bulutfon.Webhooks.Server.Display;

namespace Bulutfon.Webhooks.Server.Tests.Display;

public sealed class DisplayOptionsTests
{
    [Fact]
    public async Task An_unknown_time_zone_is_named_and_the_server_does_not_start()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync([], input: null, ("Display__TimeZone", "Europe/Ankara"));

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("Display:TimeZone: 'Europe/Ankara' is no time zone", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("UTC", true)]
    [InlineData("", false)]
    [InlineData("+03:00", false)]
    public void Validate_Zone_Known(string zone, bool known) =>
        Assert.Equal(known, new DisplayOptionsValidator().Validate(name: null, new DisplayOptions { TimeZone = zone }).Succeeded);

    [Fact]
    public void Validate_Default_IsIstanbul()
    {
        var options = new DisplayOptions();

        Assert.True(new DisplayOptionsValidator().Validate(name: null, options).Succeeded);
        Assert.Equal("Europe/Istanbul", options.Zone.Id);
    }
}
