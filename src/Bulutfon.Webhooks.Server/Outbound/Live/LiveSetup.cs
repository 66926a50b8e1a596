namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>What follows the journal as it grows. Another source is another <see cref="ILiveSource{TItem}"/> and its route.</summary>
internal static class LiveSetup
{
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<LivePlaces>();
        builder.Services.AddSingleton<LiveLog>();
        builder.Services.AddSingleton<ILiveSource<LiveEvent>, LiveEvents>();
        builder.Services.AddSingleton<LiveHub<LiveEvent>>();
        builder.Services.AddSingleton<ILiveSource<LiveCall>, LiveCalls>();
        builder.Services.AddSingleton<LiveHub<LiveCall>>();
        return builder;
    }
}
