using Bulutfon.Webhooks.Server.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>What lies between the network and the story of a request: proxies, HTTPS, limits, and what browsers are told.</summary>
internal static class TransportSetup
{
    public static WebApplicationBuilder AddTransport(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ProxyOptions>().Configure<IConfiguration>(ProxyOptions.Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        services.AddOptions<HttpsOptions>().Configure<IConfiguration>(HttpsOptions.Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HttpsOptions>, HttpsOptionsValidator>();
        services.RefuseUnknownKeys<HttpsOptions>(HttpsOptions.Section);

        // After everybody else: an environment variable of the framework's would believe everyone.
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<ProxyOptions>>(BelieveOnly);
        builder.WebHost.ConfigureKestrel(ServerLimits.Apply);
        services.AddOptions<KestrelServerOptions>().Configure<IConfiguration, IHostEnvironment, TimeProvider, ILoggerFactory>(KestrelSection.Apply);
        return builder;
    }

    /// <summary>Stands first: what comes after sees the address and the scheme of the client, not of the proxy.</summary>
    public static WebApplication UseProxies(this WebApplication app)
    {
        var section = app.Configuration.GetSection(ProxyOptions.Section);
        if (!string.IsNullOrEmpty(section.Value) || section.GetChildren().Any())
        {
            app.UseForwardedHeaders();
        }

        return app;
    }

    /// <summary>Behind the request log and the problems, before everything that answers.</summary>
    public static WebApplication UseTransport(this WebApplication app)
    {
        KestrelSection.TellChangedAddresses(app.Configuration, app.Logger);
        app.UseMiddleware<SecurityHeaders>();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        var https = new HttpsOptions();
        HttpsOptions.Bind(https, app.Configuration);
        if (https.Redirect)
        {
            app.UseWhen(IsBrowsing, browsing => browsing.UseHttpsRedirection());
        }

        return app;
    }

    private static bool IsBrowsing(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);

    private static void BelieveOnly(ForwardedHeadersOptions forwarded, IOptions<ProxyOptions> options)
    {
        var proxies = options.Value.Proxies.Networks;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            forwarded.KnownIPNetworks.Add(proxy);
        }

        // With no known proxy the framework believes everybody.
        forwarded.ForwardedHeaders = proxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.ForwardLimit = null; // as far back as the proxies are known
    }
}
