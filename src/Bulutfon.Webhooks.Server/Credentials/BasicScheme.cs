using idunno.Authentication.Basic;
using Microsoft.AspNetCore.Authentication;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>HTTP basic authentication (RFC 7617) whose answer comes from a <see cref="CredentialVerifier"/>.</summary>
internal static class BasicScheme
{
    public static AuthenticationBuilder AddBasicScheme(
        this AuthenticationBuilder authentication, string scheme, string realm, Func<IServiceProvider, CredentialVerifier> createVerifier)
    {
        var services = authentication.Services;
        services.AddKeyedSingleton(scheme, (provider, _) => createVerifier(provider));
        authentication.AddBasic(scheme, options =>
        {
            options.Realm = realm;
            options.AllowInsecureProtocol = true; // TLS may end at a proxy
            options.AdvertiseEncodingPreference = true;
        });
        services.AddOptions<BasicAuthenticationOptions>(scheme).Configure<IServiceProvider>((options, provider) =>
        {
            var verifier = provider.GetRequiredKeyedService<CredentialVerifier>(scheme);
            options.Events = new BasicAuthenticationEvents { OnValidateCredentials = context => ValidateAsync(context, verifier) };
        });
        return authentication;
    }

    private static Task ValidateAsync(ValidateCredentialsContext context, CredentialVerifier verifier)
    {
        var http = context.HttpContext;
        var check = verifier.VerifyAsync(context.Username ?? "", context.Password ?? "", http.Connection.RemoteIpAddress, http.RequestAborted);
        if (!check.IsCompletedSuccessfully)
        {
            return FinishAsync(context, check);
        }

        Apply(context, check.Result);
        return Task.CompletedTask;
    }

    private static async Task FinishAsync(ValidateCredentialsContext context, ValueTask<Verdict> check) => Apply(context, await check);

    private static void Apply(ValidateCredentialsContext context, Verdict verdict)
    {
        if (verdict.Principal is { } principal)
        {
            context.Principal = principal;
            context.Success();
            return;
        }

        SignInRefusal.Note(context.HttpContext, verdict);
        context.NoResult();
    }
}
