using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>What makes calls of events.</summary>
internal static class CallsSetup
{
    public static WebApplicationBuilder AddCalls(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CallsOptions>().Configure<IConfiguration>(CallsOptions.Bind).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CallsOptions>, CallsOptionsValidator>();
        return builder;
    }
}
