using System.Text.Json;
using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.Tests.OpenApi;

public sealed class DocumentTests(DescribedServer described) : IClassFixture<DescribedServer>
{
    [Fact]
    public void Document_is_valid_OpenAPI_3_1()
    {
        Assert.Empty(described.Diagnostic.Errors);
        Assert.Empty(described.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, described.Diagnostic.SpecificationVersion);
        Assert.StartsWith("0.", described.Document.Info.Version, StringComparison.Ordinal);
        Assert.Equal("/", Assert.Single(described.Document.Servers!).Url);
    }

    [Fact]
    public void Every_endpoint_is_described()
    {
        var endpoints = Endpoints().Select(endpoint => $"{endpoint.Method} {endpoint.Path}");

        Assert.Equal(endpoints.Order(StringComparer.Ordinal), described.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal));
        Assert.All(described.Operations, operation =>
        {
            Assert.False(string.IsNullOrWhiteSpace(operation.Operation.Summary), operation.Name);
            Assert.False(string.IsNullOrWhiteSpace(operation.Operation.OperationId), operation.Name);
            Assert.All(operation.Operation.Tags!, tag => Assert.False(string.IsNullOrWhiteSpace(tag.Description), $"{operation.Name}: {tag.Name}"));
        });
    }

    [Fact]
    public void Every_parameter_is_described()
    {
        var parameters = described.Operations.SelectMany(operation =>
            (operation.Operation.Parameters ?? []).Select(parameter => (Where: $"{operation.Name} {parameter.Name}", parameter.Description)));

        Assert.All(parameters, parameter => Assert.False(string.IsNullOrWhiteSpace(parameter.Description), parameter.Where));
    }

    [Fact]
    public void Every_field_of_every_schema_is_described()
    {
        var fields = described.Document.Components!.Schemas!.SelectMany(schema =>
            (schema.Value.Properties ?? new Dictionary<string, IOpenApiSchema>()).Select(field => (Where: $"{schema.Key}.{field.Key}", Schema: field.Value)));

        Assert.All(fields, field => Assert.Contains(
            (field.Schema.OneOf ?? []).Prepend(field.Schema),
            described => !string.IsNullOrWhiteSpace(described.Description)));
    }

    [Fact]
    public void Payload_is_a_file()
    {
        var payload = described.Document.Paths["/api/events/{id}/payload"].Operations![HttpMethod.Get].Responses!["200"];

        Assert.Equal("application/octet-stream", Assert.Single(payload.Content!).Key);
        Assert.Contains("Content-Disposition", payload.Headers!.Keys);
    }

    [Fact]
    public void Page_says_where_the_next_one_is()
    {
        var page = described.Document.Paths["/api/events"].Operations![HttpMethod.Get].Responses!["200"];

        Assert.Contains("Link", page.Headers!.Keys);
    }

    [Fact]
    public void Role_is_that_of_the_route_and_its_group_together()
    {
        var retry = described.Document.Paths["/api/rejections/{id}/retry"].Operations![HttpMethod.Post];

        Assert.EndsWith("Needs the role `admin`.", retry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_response_is_described_and_every_body_has_a_schema_and_an_example()
    {
        Assert.All(described.Operations, operation => Assert.All(operation.Operation.Responses!, response =>
        {
            var where = $"{operation.Name} {response.Key}";
            Assert.True(response.Value.Description?.Length > "Bad Request".Length, where);
            Assert.All(response.Value.Content ?? new Dictionary<string, OpenApiMediaType>(), content =>
            {
                Assert.True(content.Value.Schema is not null, where);
                Assert.True(content.Value.Example is not null || content.Value.Examples is { Count: > 0 } || content.Key == "application/octet-stream", where);
            });
        }));
    }

    [Fact]
    public void Every_problem_has_the_one_shape_and_the_headers_that_come_with_it()
    {
        var problems = described.Operations
            .SelectMany(operation => operation.Operation.Responses!.Select(response => (Where: $"{operation.Name} {response.Key}", Status: response.Key, Response: response.Value)))
            .Where(problem => !problem.Status.StartsWith('2'));

        Assert.All(problems, problem =>
        {
            var content = Assert.Single(problem.Response.Content!);
            Assert.Equal("application/problem+json", content.Key);
            Assert.Equal("Problem", Assert.IsType<OpenApiSchemaReference>(content.Value.Schema).Reference.Id);
            if (HeaderOf(problem.Status) is { } header)
            {
                Assert.False(string.IsNullOrWhiteSpace(problem.Response.Headers![header].Description), problem.Where);
            }
        });
    }

    [Fact]
    public void Operation_names_the_scheme_of_its_policy_and_an_open_one_names_none()
    {
        var expected = Endpoints().ToDictionary(endpoint => $"{endpoint.Method} {endpoint.Path}", endpoint => endpoint.Scheme, StringComparer.Ordinal);

        Assert.All(described.Operations, operation =>
        {
            var schemes = (operation.Operation.Security ?? []).SelectMany(requirement => requirement.Keys).Select(scheme => scheme.Reference.Id);
            Assert.Equal(expected[operation.Name] is { } scheme ? scheme == Schemes.Operator ? [scheme, Schemes.Cookie] : [scheme] : [], schemes);
            Assert.Equal(expected[operation.Name] is not null, operation.Operation.Responses!.ContainsKey("401"));
        });
        Assert.Equal([Schemes.Cookie, Schemes.Hook, Schemes.Operator], described.Document.Components!.SecuritySchemes!.Keys.Order(StringComparer.Ordinal));
        Assert.All(described.Document.Components.SecuritySchemes, scheme => Assert.Equal(scheme.Key == Schemes.Cookie ? null : "basic", scheme.Value.Scheme));
    }

    [Fact]
    public void Document_names_no_address_of_the_server()
    {
        Assert.DoesNotContain(described.Server.Address.Authority, described.Text, StringComparison.Ordinal);
        using var parsed = JsonDocument.Parse(described.Text);
        Assert.Equal("3.1", parsed.RootElement.GetProperty("openapi").GetString()![..3]);
    }

    private static string? HeaderOf(string status) => status switch
    {
        "401" => "WWW-Authenticate",
        "415" => "Accept",
        "429" or "503" => "Retry-After",
        "default" => "Allow",
        _ => null,
    };

    private IEnumerable<(string Method, string Path, string? Scheme)> Endpoints() =>
        from endpoint in described.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true
        where PathOf(endpoint) != "/{path}" // files that were changed since the build, which only a built server gives
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        let policy = endpoint.Metadata.GetMetadata<IAuthorizeData>()
        let isOpen = policy is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        select (method, PathOf(endpoint), isOpen ? null : policy!.Policy == Policies.Hook ? Schemes.Hook : Schemes.Operator);

    // Without the constraints: /api/events/{id:long} is /api/events/{id} to a client.
    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            _ => "",
        }))));
}
