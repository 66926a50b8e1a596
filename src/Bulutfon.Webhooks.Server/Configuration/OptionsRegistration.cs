using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Configuration;

/// <summary>How options are registered that hold more than the framework's binder can say.</summary>
internal static class OptionsRegistration
{
    /// <summary>Options that are validated at the start and followed while the server runs, through <see cref="IOptionsMonitor{T}"/>.</summary>
    public static IServiceCollection AddReloadedOptions<T, TValidator>(this IServiceCollection services, Action<T, IConfiguration> bind)
        where T : class
        where TValidator : class, IValidateOptions<T>
    {
        services.AddOptions<T>().Configure(bind).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<T>, TValidator>()
            .AddSingleton<IOptionsMonitor<T>, ReloadedOptions<T>>();
    }

    /// <summary>Makes a key that <typeparamref name="T"/> does not have an error of the start.</summary>
    public static IServiceCollection RefuseUnknownKeys<T>(this IServiceCollection services, string section)
        where T : class =>
        services.AddSingleton<IValidateOptions<T>>(provider =>
            new UnknownKeysValidator<T>(provider.GetRequiredService<IConfiguration>(), section));
}
