using Bulutfon.Webhooks.Server.Configuration;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>Deleting what is too old, and what is known of a person.</summary>
internal static class PrivacySetup
{
    public static WebApplicationBuilder AddPrivacy(this WebApplicationBuilder builder)
    {
        builder.Services.AddReloadedOptions<RetentionOptions, RetentionOptionsValidator>(RetentionOptions.Bind);
        builder.Services.AddSingleton<Retention>();
        builder.Services.AddSingleton<RetentionConfirmation>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Retention>());
        builder.Services.AddSingleton<Erasures>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Erasures>());
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ErasuresJsonContext.Default));
        return builder;
    }
}
