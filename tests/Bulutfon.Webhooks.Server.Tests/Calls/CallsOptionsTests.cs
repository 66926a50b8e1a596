using Bulutfon.Webhooks.Server.Calls;
using Microsoft.Extensions.Configuration;

namespace Bulutfon.Webhooks.Server.Tests.Calls;

public sealed class CallsOptionsTests
{
    [Fact]
    public void Options_have_the_documented_defaults()
    {
        var options = Bind();

        Assert.Equal(
            (TimeSpan.FromHours(4), TimeSpan.FromSeconds(20), TimeSpan.FromDays(3)),
            (options.StaleAfter, options.ServiceLevel, options.CallbackWindow));
        Assert.True(new CallsOptionsValidator().Validate(name: null, options).Succeeded);
    }

    [Fact]
    public void Durations_are_read_as_they_are_documented()
    {
        var options = Bind(("Calls:StaleAfter", "02:30:00"), ("Calls:CallbackWindow", "7.00:00:00"));

        Assert.Equal((TimeSpan.FromMinutes(150), TimeSpan.FromDays(7)), (options.StaleAfter, options.CallbackWindow));
    }

    [Fact]
    public void Errors_are_listed_all_at_once_and_each_names_its_key()
    {
        var options = Bind(("Calls:StaleAfter", "00:00:59"), ("Calls:ServiceLevel", "20"), ("Calls:CallbackWindow", "367.00:00:00"));

        var errors = new CallsOptionsValidator().Validate(name: null, options).Failures;

        Assert.Equal(
            [
                "Calls:ServiceLevel: '20' is no duration; write [days.]hours:minutes:seconds, such as 00:00:20 for 20 seconds.",
                "Calls:StaleAfter: a duration from 00:01:00 to 7.00:00:00.",
                "Calls:CallbackWindow: a duration from 01:00:00 to 366.00:00:00.",
            ],
            errors!.OrderBy(error => !error.Contains("ServiceLevel", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bad_duration_keeps_the_server_from_starting()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync([], input: null, ("Calls__StaleAfter", "soon"), ("Logging__Format", "xml"));

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("Calls:StaleAfter: 'soon' is no duration", error, StringComparison.Ordinal);
        Assert.Contains("Logging:Format: 'xml' is no format of the log; write text or json.", error, StringComparison.Ordinal);
    }

    private static CallsOptions Bind(params (string Key, string Value)[] settings)
    {
        var options = new CallsOptions();
        CallsOptions.Bind(options, new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build());
        return options;
    }
}
