using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Operators;
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
        services.AddOptions<InboundOptions>().Configure<IConfiguration>(InboundOptions.Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InboundOptions>, InboundOptionsValidator>();
        services.AddOptions<OperatorsOptions>().Configure<IConfiguration>(OperatorsOptions.Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OperatorsOptions>, OperatorsOptionsValidator>();

        services.TryAddSingleton<IPasswordHasher<CredentialOptions>, PasswordHasher<CredentialOptions>>();
        services.AddAuthentication()
            .AddBasicScheme(Schemes.Hook, "Bulutfon web hooks", HookVerifier)
            .AddBasicScheme(Schemes.Operator, "Bulutfon operators", OperatorVerifier);
        Policies.AddTo(services.AddAuthorizationBuilder());
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

    private static CredentialVerifier HookVerifier(IServiceProvider services) => new(
        [.. services.GetRequiredService<IOptions<InboundOptions>>().Value.Hooks.Select(hook => new Account(hook, HookIdentity.Create(hook)))],
        services.GetRequiredService<IPasswordHasher<CredentialOptions>>());

    private static CredentialVerifier OperatorVerifier(IServiceProvider services) => new(
        [.. services.GetRequiredService<IOptions<OperatorsOptions>>().Value.Accounts.Select(account => new Account(account, OperatorIdentity.Create(account)))],
        services.GetRequiredService<IPasswordHasher<CredentialOptions>>());
}
