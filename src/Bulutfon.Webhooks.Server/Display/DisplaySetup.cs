using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Display;

/// <summary>The time zone that people mean.</summary>
internal static class DisplaySetup
{
    public static WebApplicationBuilder AddDisplay(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DisplayOptions>().BindConfiguration(DisplayOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<DisplayOptions>, DisplayOptionsValidator>();
        return builder;
    }
}
