using System.Globalization;
using System.Text.Json.Nodes;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>Describes each problem that an operation declares: when it comes, its headers, its body, one example.</summary>
internal sealed class ProblemResponses : IOpenApiOperationTransformer
{
    public const string MediaType = "application/problem+json";
    private const string Otherwise = "default";
    private const string ExampleTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

    /// <summary>A problem as it is answered.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">The kind of mistake.</param>
    /// <param name="detail">What was wrong and the fix.</param>
    /// <param name="where">Further members.</param>
    public static JsonObject ExampleOf(int status, string code, string detail, params (string Name, JsonNode Value)[] where)
    {
        var problem = new JsonObject
        {
            ["type"] = Problem.TypePrefix + code,
            ["title"] = ProblemStatus.TitleOf(status),
            ["status"] = status,
            ["detail"] = detail,
            ["code"] = code,
            ["trace_id"] = ExampleTrace,
        };
        foreach (var (name, value) in where)
        {
            problem[name] = value;
        }

        return problem;
    }

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses ??= [];
        operation.Responses.TryAdd(Otherwise, new OpenApiResponse());
        foreach (var (key, value) in operation.Responses)
        {
            if (value is OpenApiResponse response && StatusOf(key) is >= 400 and var status)
            {
                Describe(response, key == Otherwise ? null : status, context);
            }
        }

        var inOrder = operation.Responses.OrderBy(response => response.Key, StringComparer.Ordinal).ToList();
        operation.Responses = [];
        inOrder.ForEach(response => operation.Responses.Add(response.Key, response.Value));
        return Task.CompletedTask;
    }

    private static int StatusOf(string key) => key == Otherwise
        ? StatusCodes.Status500InternalServerError
        : int.Parse(key, CultureInfo.InvariantCulture);

    private static void Describe(OpenApiResponse response, int? status, OpenApiOperationTransformerContext context)
    {
        if (string.IsNullOrEmpty(response.Description) || response.Description == ReasonPhrases.GetReasonPhrase(status ?? 0))
        {
            response.Description = Meaning(status);
        }

        response.Content ??= new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        if (!response.Content.TryGetValue(MediaType, out var content))
        {
            response.Content[MediaType] = content = new OpenApiMediaType();
        }

        content.Schema = new OpenApiSchemaReference(ProblemSchema.Name, context.Document);
        if (content is { Example: null, Examples: null })
        {
            content.Example = status == StatusCodes.Status400BadRequest && HttpMethods.IsGet(context.Description.HttpMethod ?? "")
                ? ExampleOf(400, QueryParameters.UnknownParameter, "There is no parameter 'form' here. There are: from, to.", (QueryParameters.ParameterMember, "form"))
                : Example(status ?? StatusCodes.Status500InternalServerError);
        }

        if (Header(status) is var (name, header))
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            response.Headers.TryAdd(name, header);
        }
    }

    private static string Meaning(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is wrong: `detail` says what and where, `code` says it for a program.",
        StatusCodes.Status401Unauthorized => "Credentials are missing or wrong.",
        StatusCodes.Status403Forbidden => "The account's role does not allow it.",
        StatusCodes.Status404NotFound => "There is no such thing.",
        StatusCodes.Status409Conflict => "It is not in a state that allows this.",
        StatusCodes.Status410Gone => "It was erased on request: `erased_at` says when.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than `Inbound:MaxBodyBytes`. Its beginning and size are kept as a rejection.",
        StatusCodes.Status415UnsupportedMediaType => "The content type is none of those accepted, or the body is compressed.",
        StatusCodes.Status422UnprocessableEntity => "It still cannot be read: `detail` says why.",
        StatusCodes.Status429TooManyRequests => "Too many requests.",
        StatusCodes.Status503ServiceUnavailable => "The store cannot answer now, or too many passwords are being checked. Nothing was done: try again.",
        null => "Any other error, such as 405 for a method that this address does not have.",
        _ => ProblemStatus.TitleOf(status.Value) + ".",
    };

    private static (string Name, OpenApiHeader Header)? Header(int? status) => status switch
    {
        StatusCodes.Status401Unauthorized => ("WWW-Authenticate", TextHeader("The credentials that are asked for: `Basic` and a realm.")),
        StatusCodes.Status415UnsupportedMediaType => ("Accept", TextHeader("The content types that are accepted.")),
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => ("Retry-After", new()
        {
            Description = "After how many seconds to try again.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        }),
        null => ("Allow", TextHeader("With 405: the methods that this address has.")),
        _ => null,
    };

    private static OpenApiHeader TextHeader(string description) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static JsonObject Example(int status) => ExampleOf(status, ProblemStatus.CodeOf(status), status == StatusCodes.Status500InternalServerError
        ? "The server failed. Its log has more under the trace_id of this answer."
        : Meaning(status).Replace("`", "", StringComparison.Ordinal));
}
