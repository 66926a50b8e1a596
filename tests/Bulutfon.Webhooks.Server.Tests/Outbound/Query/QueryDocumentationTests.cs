using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

[Trait("Store", "Any")]
public sealed class QueryDocumentationTests
{
    [Fact]
    public async Task Every_parameter_is_described_in_the_openapi_document()
    {
        const string Name = "query";
        await using var server = RunningServer.Start(services: services => services.AddOpenApi(Name));

        var document = await server.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(CancellationToken.None);

        var events = ParametersOf(document, "/api/events");
        Assert.Equal([.. EventFilters.All.Select(filter => filter.Name), "from", "to", "time_limit", "order", "limit", "cursor"], events.Select(parameter => parameter.Name));
        Assert.Equal(["hook", "status", "code", "from", "to", "order", "limit", "cursor"], ParametersOf(document, "/api/rejections").Select(parameter => parameter.Name));
        Assert.Equal([.. CallFilters.All.Select(filter => filter.Name), "from", "to", "time_limit", "order", "limit", "cursor"], ParametersOf(document, "/api/calls").Select(parameter => parameter.Name));
        Assert.All(events, parameter => Assert.True(parameter is { In: ParameterLocation.Query, Description.Length: > 0, Required: false }));
    }

    private static IList<IOpenApiParameter> ParametersOf(OpenApiDocument document, string path) =>
        document.Paths[path].Operations![HttpMethod.Get].Parameters!;
}
