using Bulutfon.Webhooks.Server.Configuration;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Operators;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>Who may call: the accounts of hooks and operators, their schemes and the policies of the endpoints.</summary>
internal static class AccountsSetup
{
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddReloadedOptions<InboundOptions, InboundOptionsValidator>(InboundOptions.Bind);
        services.AddReloadedOptions<OperatorsOptions, OperatorsOptionsValidator>(OperatorsOptions.Bind);
        services.AddReloadedOptions<SignInOptions, SignInOptionsValidator>(SignInOptions.Bind);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<NetworkRefusals>();
        services.AddSingleton<PathTokens>();
        services.AddSingleton<EndedSessions>();
        services.TryAddSingleton<IPasswordHasher<CredentialOptions>, PasswordHasher<CredentialOptions>>();
        services.AddAuthentication()
            .AddBasicScheme(Schemes.Hook, "Bulutfon web hooks", HookVerifier)
            .AddBasicScheme(Schemes.Operator, "Bulutfon operators", OperatorVerifier)
            .AddSessionCookie()
            .AddScheme<AuthenticationSchemeOptions, PathTokenHandler>(Schemes.PathToken, configureOptions: null);
        Policies.AddTo(services.AddAuthorizationBuilder());
        services.TryAddSingleton<Metrics>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationProblems>();
        return builder;
    }

    /// <summary>
    /// Stands after request logging, which would otherwise never see what is refused here: a server that adds these two by itself
    /// puts them first.
    /// </summary>
    public static WebApplication UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    private static CredentialVerifier HookVerifier(IServiceProvider services) => Verifier<InboundOptions>(
        services, inbound => [.. inbound.Hooks.Select(HookIdentity.AccountOf)], hearsAll: true);

    private static CredentialVerifier OperatorVerifier(IServiceProvider services) => Verifier<OperatorsOptions>(
        services, operators => [.. operators.Accounts.Select(account => new Account(account, OperatorIdentity.Create(account)))], hearsAll: false);

    private static CredentialVerifier Verifier<T>(IServiceProvider services, Func<T, Account[]> accounts, bool hearsAll)
    {
        var options = services.GetRequiredService<IOptionsMonitor<T>>();
        var first = options.CurrentValue;
        var verifier = new CredentialVerifier(
            accounts(first),
            services.GetRequiredService<IPasswordHasher<CredentialOptions>>(),
            services.GetRequiredService<FailedSignIns>(),
            hearsAll: hearsAll);
        options.OnChange(changed => verifier.Use(accounts(changed)));
        if (options.CurrentValue is var now && !ReferenceEquals(now, first))
        {
            // It changed before anybody listened.
            verifier.Use(accounts(now));
        }

        return verifier;
    }
}
