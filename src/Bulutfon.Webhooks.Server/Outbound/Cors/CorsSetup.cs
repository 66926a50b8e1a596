using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bulutfon.Webhooks.Server.Outbound.Cors;

/// <summary>Lets pages of configured origins call the API, with credentials that they send themselves, and never with a browser's cookies.</summary>
internal static class CorsSetup
{
    private const string ApiPath = "/api";

    /// <summary>As long as browsers keep it at most.</summary>
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(2);

    public static WebApplicationBuilder AddCrossOrigin(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CorsOptions>().BindConfiguration(CorsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CorsOptions>, CorsOptionsValidator>();
        builder.Services.AddCors();
        return builder;
    }

    /// <summary>Before authentication: a browser asks for permission without credentials.</summary>
    public static WebApplication UseCrossOrigin(this WebApplication app)
    {
        if (app.Configuration.GetSection(CorsOptions.Section).Get<CorsOptions>() is not { Origins: { Count: > 0 } origins })
        {
            return app;
        }

        app.UseWhen(context => context.Request.Path.StartsWithSegments(ApiPath, StringComparison.OrdinalIgnoreCase), api => api.UseCors(policy => policy
            .WithOrigins([.. origins])
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete)
            .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, "Last-Event-ID")
            .WithExposedHeaders(HeaderNames.Link, HeaderNames.RetryAfter, HeaderNames.ContentDisposition)
            .SetPreflightMaxAge(PreflightAge)));
        return app;
    }
}
