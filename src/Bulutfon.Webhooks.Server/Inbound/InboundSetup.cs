using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>Receiving events.</summary>
internal static class InboundSetup
{
    public static WebApplicationBuilder AddInbound(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(_ => new BodyMemory());
        builder.Services.AddSingleton<EventReceiver>();
        builder.Services.AddSingleton<RememberedHooks>();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            // Every answer may wrap an event, which is written as deep as it was accepted.
            json.SerializerOptions.MaxDepth = WebhookJsonContext.Default.Options.MaxDepth;
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, InboundJsonContext.Default);
        });
        return builder;
    }

    /// <summary>Stands before everything that only refused posts and readers need.</summary>
    public static WebApplication UseInboundShortcut(this WebApplication app)
    {
        app.UseMiddleware<InboundShortcut>();
        return app;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Receipt))]
internal sealed partial class InboundJsonContext : JsonSerializerContext;
