using System.Net.Sockets;
using Bulutfon.Webhooks.Server.Hosting;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Transport;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server;

/// <summary>
/// Checks every option before the host does, which would print a stack trace. All options that are validated on start are covered.
/// </summary>
internal static class StartupCheck
{
    /// <summary>EX_CONFIG of sysexits.h; <c>RestartPreventExitStatus=78</c> keeps systemd from trying again.</summary>
    public const int ConfigurationError = 78;

    /// <summary>EX_CANTCREAT: the journal cannot be opened, for instance because another server has it.</summary>
    public const int CannotOpenJournal = 73;

    /// <summary>EX_UNAVAILABLE: an address to listen at is taken, not allowed, or not one of this machine.</summary>
    public const int CannotListen = 69;

    /// <summary>Stands before everything that asks for options or the journal, which would throw what is told here.</summary>
    /// <returns>The exit code; null if the server can start.</returns>
    public static async Task<int?> RefuseBadStartAsync(this WebApplication app)
    {
        string[] errors = [.. Errors(app.Services)];
        if (errors.Length == 0)
        {
            return await OpenAsync(app);
        }

        await Console.Error.WriteLineAsync($"The server does not start: errors in its configuration ({errors.Length}).");
        foreach (var error in errors)
        {
            await Console.Error.WriteLineAsync($"  {error}");
        }

        await app.DisposeAsync();
        return ConfigurationError;
    }

    // Before the server listens: who is answered at all, is answered by a server that can store.
    private static async Task<int?> OpenAsync(WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IJournal>();
            return null;
        }
        catch (StartupException exception)
        {
            return await RefuseAsync(app, exception.Message, CannotOpenJournal);
        }
    }

    public static async Task<int> RunCheckedAsync(this WebApplication app)
    {
        FirstEvent.Read();
        app.BoundConnections();
        if (KestrelSection.ErrorOf(app.Services) is { } error)
        {
            return await RefuseAsync(app, error, ConfigurationError);
        }

        try
        {
            await app.StartAsync();
        }
        catch (Exception exception) when (KestrelSection.IsOfCertificate(exception))
        {
            return await RefuseAsync(app, KestrelSection.Describe(exception, app.Configuration), ConfigurationError);
        }
        catch (Exception exception) when (exception is IOException or SocketException or FormatException or InvalidOperationException)
        {
            return await RefuseAsync(app, $"It cannot listen: {exception.Message.TrimEnd('.')}. Set {KestrelSection.AddressesKey(app.Configuration)} to a free address of this machine, such as http://localhost:5080.", CannotListen);
        }

        await app.WaitForEndAsync();
        return 0;
    }

    private static async Task<int> RefuseAsync(WebApplication app, string reason, int exitCode)
    {
        await Console.Error.WriteLineAsync($"The server does not start. {reason}");
        await app.DisposeAsync();
        return exitCode;
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
