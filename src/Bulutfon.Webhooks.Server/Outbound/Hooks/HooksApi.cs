using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Hooks;

/// <summary>Which hooks there are, and whether they are heard of.</summary>
internal static class HooksApi
{
    public static WebApplicationBuilder AddHooks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HookOverview>();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, HooksJsonContext.Default));
        return builder;
    }

    public static IEndpointRouteBuilder MapHooks(this IEndpointRouteBuilder routes)
    {
        routes.MapReadingGroup("/api/hooks", "Hooks").MapGet("/", ListHooks)
            .WithName("ListHooks")
            .WithSummary("How each hook is doing")
            .WithDescription("""
                Every hook that is configured, and every one that ever posted: its first and last event, what it sent since the server started, and whether it has been silent
                for longer than `Inbound:Hooks:n:ExpectEvery` in its `WorkingHours`. Only working time counts; what is too long stays so until an event comes.
                """);
        return routes;
    }

    private static async Task<Ok<HookList>> ListHooks(HookOverview hooks, CatchUp catchUp, CancellationToken cancellationToken)
    {
        var indexedTo = await catchUp.WaitAsync(cancellationToken);
        return TypedResults.Ok(new HookList(hooks.Read(), hooks.StartedAt) { IndexedTo = indexedTo });
    }
}
