using System.Text.Encodings.Web;
using Bulutfon.Webhooks.Server.Outbound.Callbacks;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Statistics;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Reading back what was received and what was refused.</summary>
internal static class QuerySetup
{
    public static WebApplicationBuilder AddQuery(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CatchUp>();
        builder.Services.AddSingleton<EventSearch>();
        builder.Services.AddSingleton<CallSearch>();
        builder.Services.AddSingleton<CallEvents>();
        builder.Services.AddSingleton<ReturnedCalls>();
        builder.Services.AddSingleton<CallbackSearch>();
        builder.Services.AddSingleton<CallbackMarking>();
        builder.Services.AddSingleton<StatisticsSearch>();
        builder.Services.AddSingleton<RejectionRetry>();
        builder.Services.AddSingleton<RejectionSearch>();
        builder.Services.AddSingleton<CallReading>();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WebhookJsonContext.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, QueryJsonContext.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, CallsJsonContext.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, CallbacksJsonContext.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, StatisticsJsonContext.Default);
            // Turkish stays readable: the answers are application/json, never part of a page.
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        return builder;
    }

    public static IEndpointRouteBuilder MapQuery(this IEndpointRouteBuilder routes)
    {
        routes.MapEvents();
        routes.MapCalls();
        routes.MapCallbacks();
        routes.MapStatistics();
        routes.MapRejections();
        return routes;
    }
}
