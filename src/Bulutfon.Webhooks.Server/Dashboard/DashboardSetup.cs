using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Dashboard.Live;
using Bulutfon.Webhooks.Server.Dashboard.Parts;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.FileProviders;
using MudBlazor.Services;

namespace Bulutfon.Webhooks.Server.Dashboard;

/// <summary>The page that operators keep open: static where nothing moves, a circuit where something does.</summary>
internal static class DashboardSetup
{
    public const string SignOutPath = "/sign-out";

    /// <summary>Under which only programs look, also through a browser.</summary>
    private static readonly string[] ProgramsPaths = ["/api", "/webhooks", "/openapi", "/health"];

    /// <summary>The first is for browsers that ask for neither.</summary>
    private static readonly string[] Languages = ["en", "tr"];

    public static WebApplicationBuilder AddDashboard(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddLocalization();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionWatch>();
        services.AddSingleton<CallBoard>();
        services.AddSingleton<TodayFigures>();
        services.AddSingleton<WaitingList>();
        services.AddSingleton<LocalFormat>();
        services.AddSingleton<SampleCall>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "bulutfon-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true; // every answer has a stricter one
        });
        services.AddDataProtection().SetApplicationName("Bulutfon.Webhooks");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((keys, provider) => keys.XmlRepository = provider.UsesPostgreSql()
            ? new SharedSessionKeys(provider.GetRequiredService<PostgreSqlConnections>())
            : new SessionKeys(new DirectoryInfo(provider.GetRequiredService<SqliteJournalFiles>().Keys), provider.GetRequiredService<ILoggerFactory>()));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Languages[0]).AddSupportedCultures(Languages).AddSupportedUICultures(Languages);
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
        // A published server has its files in wwwroot; one that was only built finds them by its manifest, in Development or not.
        builder.WebHost.UseStaticWebAssets();
        FindFilesBesideTheProgram(builder.Environment);

        // Reloading them as they change would add a route that takes every address of the API for a file, which a published server lacks.
        builder.WebHost.UseSetting("ReloadStaticAssetsAtRuntime", bool.FalseString);
        return builder;
    }

    /// <summary>
    /// A person who has mistyped an address is told so by a page; a program that calls the API, by a problem. Stands behind routing,
    /// and before sign-in: the page is for everybody.
    /// </summary>
    public static WebApplication UseMissingPages(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            if (IsMissingPage(context))
            {
                context.SetEndpoint(context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.First(IsNothingHere));
            }

            return next(context);
        });
        return app;
    }

    /// <summary>Behind sign-in; the API knows neither languages nor forms.</summary>
    public static WebApplication UseDashboard(this WebApplication app)
    {
        app.UseWhen(IsOfPage, page =>
        {
            page.UseRequestLocalization();
            page.Use(static (context, next) =>
            {
                context.Response.Headers.CacheControl = "no-cache, no-store"; // what the form tokens set too; another value is a warning in the log for each page
                return next(context);
            });
        });
        app.UseAntiforgery();
        return app;
    }

    public static WebApplication MapDashboard(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/favicon.ico", () => TypedResults.LocalRedirect("/favicon.svg", permanent: true)) // asked for by a browser that shows an answer of the API
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null) // every answer has a stricter one
            .RequireAuthorization(Policies.Page)
            .ExcludeFromDescription();
        app.MapPost(SignOutPath, SignOutAsync)
            .RequireAuthorization(Policies.Page)
            .WithMetadata(new SessionCookie.HasFormToken())
            .ExcludeFromDescription();
        return app;
    }

    /// <summary>The framework looks in the current folder alone; without its scripts a page that is started from elsewhere would be answered, and dead.</summary>
    private static void FindFilesBesideTheProgram(IWebHostEnvironment environment)
    {
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (Directory.Exists(published))
        {
            environment.WebRootFileProvider = new CompositeFileProvider(new PhysicalFileProvider(published), environment.WebRootFileProvider);
        }
    }

    private static bool IsMissingPage(HttpContext context)
    {
        var request = context.Request;
        return context.GetEndpoint() is null
            && HttpMethods.IsGet(request.Method)
            && request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
            && !ProgramsPaths.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsNothingHere(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type == typeof(Pages.NothingHere);

    private static bool IsOfPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        || context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, EndedSessions ended)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        await ended.AddAsync(context.User);
        await context.SignOutAsync(Schemes.Cookie);
        return TypedResults.LocalRedirect(SessionCookie.SignInPath);
    }
}
