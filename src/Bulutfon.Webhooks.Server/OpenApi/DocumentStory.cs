using System.Reflection;
using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>What the document says as a whole: its story, its tags, its security schemes and the schemas that no handler's signature shows.</summary>
internal sealed class DocumentStory : IOpenApiDocumentTransformer
{
    private const string Story =
        """
        Receives the events that the cloud PBX Bulutfon posts, and gives them back.

        1. **Post.** Bulutfon posts every event of a call or fax to `/webhooks/bulutfon`, as JSON or as a form, with a hook's credentials. An answer
           of 200 means that the event is committed to disk.
        2. **Read back.** The answer's `id` gives the event back under `/api/events/{id}`, with an operator's credentials: as `event` in one canonical
           form whatever way it came, and byte by byte under `/payload`.
        3. **Duplicates.** The same event again, also in the other format, is answered 200 with `duplicate: true` and the first one's `id`; it is stored
           once and its deliveries are counted. Posting again after a failure is therefore always safe.
        4. **Unknown is data.** An event type or a field that nobody has documented is stored and given back like any other. Enumerated texts are
           open: expect values beyond the documented ones.
        5. **Errors** are `application/problem+json` (RFC 9457): `code` is for programs and keeps its meaning, `detail` tells a person what was wrong and
           the fix. What was refused as no event is kept as a rejection.
        6. **Credentials** are HTTP basic, and two worlds: a hook may only post, and an operator never can.

        Phone numbers are text everywhere, `timestamp` is in microseconds since the Unix epoch, other times are ISO 8601.
        """;

    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Inbound"] = "Where Bulutfon posts.",
        ["Events"] = "What was received.",
        ["Calls"] = "What the events of a call say together: what became of it, and why.",
        ["Call-backs"] = "Who called in vain and waits to be called back.",
        ["Statistics"] = "The calls as figures.",
        ["Rejections"] = "What was refused as no event, and why.",
        ["Erasures"] = "Erasing what is known of a person.",
        ["Retention"] = "How long things are kept.",
        ["Hooks"] = "Whether the hooks are heard of.",
        ["Health"] = "What an orchestrator asks.",
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "Bulutfon.Webhooks", Version = Version(), Description = Story };
        // The address is the one that the document came from; a proxy's or a container's own would mislead.
        document.Servers = [new() { Url = "/", Description = "This server" }];
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description ??= Tags.GetValueOrDefault(tag.Name ?? "");
        }

        AddSchemes(document);
        AddSchemas(document);
        return Task.CompletedTask;
    }

    private static void AddSchemes(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(Schemes.Hook, Basic("A hook's user name and password, as in Bulutfon's panel and in `Inbound:Hooks`. May only post events."));
        document.AddComponent<IOpenApiSecurityScheme>(Schemes.Operator, Basic("An operator's user name and password (`Operators`). The role decides what the account may do."));
        document.AddComponent<IOpenApiSecurityScheme>(Schemes.Cookie, Session("The cookie of an operator who signed in at the page, sent by a page of this server alone."));
    }

    private static OpenApiSecurityScheme Session(string description) => new()
    {
        Type = SecuritySchemeType.ApiKey,
        In = ParameterLocation.Cookie,
        Name = SessionCookie.Name,
        Description = description,
    };

    private static OpenApiSecurityScheme Basic(string description) => new()
    {
        Type = SecuritySchemeType.Http,
        Scheme = "basic",
        Description = description,
    };

    private static void AddSchemas(OpenApiDocument document)
    {
        var documentation = ContractDocumentation.Load();
        // The generator leaves an empty component for what a converter writes.
        document.Components?.Schemas?.Remove(EventSchemas.Answered);
        new EventSchemas(document, documentation, SchemaSide.Posted).Add();
        new EventSchemas(document, documentation, SchemaSide.Answered).Add();
        PostedFormSchema.AddTo(document, documentation);
        ProblemSchema.AddTo(document);
    }

    private static string Version()
    {
        var version = typeof(DocumentStory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var build = version.IndexOf('+', StringComparison.Ordinal);
        return build < 0 ? version : version[..build];
    }
}
