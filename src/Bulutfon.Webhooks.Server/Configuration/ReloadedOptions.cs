using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Bulutfon.Webhooks.Server.Configuration;

/// <summary>
/// Options that follow the configuration while the server runs. A change with an error in it is told in the log and not used: the
/// values before it stay in force, whole. The framework's own monitor would throw at every read instead.
/// </summary>
internal sealed partial class ReloadedOptions<T> : IOptionsMonitor<T>, IDisposable
    where T : class
{
    private readonly Lock gate = new();
    private readonly IOptionsFactory<T> factory;
    private readonly ILogger<ReloadedOptions<T>> logger;
    private readonly IDisposable registration;
    private Action<T>? changed;
    private string? toldErrors;
    private volatile T? current;

    public ReloadedOptions(IOptionsFactory<T> factory, IConfiguration configuration, ILogger<ReloadedOptions<T>> logger)
    {
        this.factory = factory;
        this.logger = logger;
        registration = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <exception cref="OptionsValidationException">The configuration at the start is in error; never later.</exception>
    public T CurrentValue => current ?? First();

    public T Get(string? name) => CurrentValue;

    public IDisposable OnChange(Action<T, string?> listener)
    {
        void Tell(T value) => listener(value, Options.DefaultName);
        lock (gate)
        {
            changed += Tell;
        }

        return new Subscription(() =>
        {
            lock (gate)
            {
                changed -= Tell;
            }
        });
    }

    public void Dispose() => registration.Dispose();

    private T First()
    {
        lock (gate)
        {
            return current ??= factory.Create(Options.DefaultName);
        }
    }

    private void Reload()
    {
        lock (gate)
        {
            if (current is null)
            {
                return;
            }

            try
            {
                var next = factory.Create(Options.DefaultName);
                toldErrors = null;

                // Listeners first: whoever reads the new value can be sure that they follow it already. Credentials that were
                // found right by the accounts of before are never remembered as right by those of now.
                changed?.Invoke(next);
                current = next;
            }
            catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
            {
                Tell(exception is OptionsValidationException invalid ? string.Join(" ", invalid.Failures) : exception.Message);
            }
        }
    }

    // One change of a file can be reported several times.
    private void Tell(string errors)
    {
        if (!string.Equals(toldErrors, errors, StringComparison.Ordinal))
        {
            toldErrors = errors;
            LogKept(logger, errors);
        }
    }

    [LoggerMessage(
        LogEvents.ReloadRefused, LogLevel.Error, "The changed configuration is not used, what was in force before stays so. Correct these keys: {Errors}")]
    private static partial void LogKept(ILogger logger, string errors);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
