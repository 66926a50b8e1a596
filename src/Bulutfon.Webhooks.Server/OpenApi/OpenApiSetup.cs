using System.Net.ServerSentEvents;
using System.Text.Json.Serialization.Metadata;
using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>The description of the HTTP API for developers: an OpenAPI document, and Swagger UI to try it.</summary>
internal static class OpenApiSetup
{
    public const string DocumentPath = "/openapi/v1.json";
    public const string PagePath = "/swagger";

    public static WebApplicationBuilder AddApiDescription(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = SchemaName;
            options.AddSchemaTransformer(AnsweredSchemas.Complete);
            options.AddOperationTransformer<OperationSecurity>();
            options.AddOperationTransformer<ProblemResponses>();
            options.AddOperationTransformer<SuccessResponses>();
            options.AddOperationTransformer(PathParameters.Describe);
            options.AddDocumentTransformer<DocumentStory>();
        });
        return builder;
    }

    /// <summary>
    /// Open in Development. Elsewhere it asks for an operator's credentials, by a challenge that a browser understands, and
    /// forgets those of Try it out when the page is left.
    /// </summary>
    public static WebApplication MapApiDescription(this WebApplication app)
    {
        var isDevelopment = app.Environment.IsDevelopment();
        IEndpointConventionBuilder[] endpoints =
        [
            app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(new BrowserScript.KeepsChallenge()),
            app.MapSwaggerUI(PagePath.TrimStart('/'), page => Configure(page, isDevelopment)),
        ];
        foreach (var endpoint in endpoints)
        {
            _ = isDevelopment ? endpoint.AllowAnonymous() : endpoint.RequireAuthorization(Policies.Viewer);
        }

        return app;
    }

    private static void Configure(SwaggerUIOptions page, bool isDevelopment)
    {
        page.DocumentTitle = "Bulutfon.Webhooks";
        page.SwaggerEndpoint(DocumentPath, "Bulutfon.Webhooks v1");
        page.EnableTryItOutByDefault();
        page.DisplayRequestDuration();
        page.DefaultModelsExpandDepth(0);
        if (isDevelopment)
        {
            page.EnablePersistAuthorization();
        }
    }

    // What a converter writes has no schema of its own, so it gets a name here and its schema from DocumentStory.
    private static string? SchemaName(JsonTypeInfo type) => type.Type switch
    {
        var written when written == typeof(WebhookEvent) => EventSchemas.Answered,
        var written when written == typeof(ProblemDetails) => ProblemSchema.Name,
        // No schema at all: the routes of streams say what they send.
        var streamed when streamed == typeof(SseItem<byte[]>) => null,
        _ => OpenApiOptions.CreateDefaultSchemaReferenceId(type),
    };
}
