using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server;

/// <summary>
/// Checks every option before the host does, which would print a stack trace. All options that are validated on start are covered.
/// </summary>
internal static class StartupCheck
{
    /// <summary>EX_CONFIG of sysexits.h; <c>RestartPreventExitStatus=78</c> keeps systemd from trying again.</summary>
    public const int ConfigurationError = 78;

    public static async Task<int> RunCheckedAsync(this WebApplication app)
    {
        string[] errors = [.. Errors(app.Services)];
        if (errors.Length == 0)
        {
            await app.RunAsync();
            return 0;
        }

        await Console.Error.WriteLineAsync($"The server does not start: errors in its configuration ({errors.Length}).");
        foreach (var error in errors)
        {
            await Console.Error.WriteLineAsync($"  {error}");
        }

        await app.DisposeAsync();
        return ConfigurationError;
    }

    private static IEnumerable<string> Errors(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
        }
    }
}
