using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Describes the parameters of a list, which the handlers read themselves, in the OpenAPI document.</summary>
internal static class QueryDocumentation
{
    public static readonly IReadOnlyList<IOpenApiParameter> OfEvents =
    [
        .. EventFiltersAlone,
        .. EventPeriod,
        .. Page("occurred_at"),
    ];

    /// <summary>The whole of the events that a filter finds.</summary>
    public static IEnumerable<IOpenApiParameter> OfAllEvents => [.. EventFiltersAlone, .. EventPeriod, Order("occurred_at")];

    public static readonly IReadOnlyList<IOpenApiParameter> OfRejections =
    [
        .. RejectionFilters.All.Select(filter => List(filter.Name, filter.Description)),
        .. Range("received_at"),
        .. Page("arrival"),
    ];

    public static RouteHandlerBuilder DescribeParameters(this RouteHandlerBuilder route, IReadOnlyList<IOpenApiParameter> parameters) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters = [.. operation.Parameters ?? [], .. parameters];
            return Task.CompletedTask;
        });

    public static IEnumerable<IOpenApiParameter> EventFiltersAlone => Filters(EventFilters.All);

    public static IEnumerable<IOpenApiParameter> Filters(IEnumerable<SearchFilter> filters) => filters.Select(Filter);

    private static IEnumerable<IOpenApiParameter> EventPeriod => PeriodOf("occurred_at");

    /// <summary>A list of calls.</summary>
    public static IReadOnlyList<IOpenApiParameter> OfCalls(IEnumerable<SearchFilter> filters) => [.. filters.Select(Filter), .. PeriodOf("started_at"), .. Page("started_at")];

    /// <summary>The whole of the calls that a filter finds.</summary>
    public static IEnumerable<IOpenApiParameter> OfAllCalls(IEnumerable<SearchFilter> filters) => [.. filters.Select(Filter), .. PeriodOf("started_at"), Order("started_at")];

    /// <summary>A time by any of its parameters.</summary>
    public static IEnumerable<IOpenApiParameter> PeriodOf(string time) =>
    [
        .. Range(time),
        OneOf(Period.TimeLimitName, "The last hour, 24 hours, or month; instead of `from` and `to`.", "hour", "day", "month"),
    ];

    private static IEnumerable<IOpenApiParameter> Range(string time) =>
    [
        Of(Period.FromName, $"The earliest `{time}`, inclusive: a date or an ISO 8601 time; without an offset in the server's time zone.", Text),
        Of(Period.ToName, $"The end of `{time}`, exclusive; written like `from`.", Text),
    ];

    private static IEnumerable<IOpenApiParameter> Page(string time) =>
    [
        Order(time),
        Limit(Paging.DefaultLimit),
        Of(Paging.CursorName, "`next_cursor` of the page before, with the same filters and order.", Text),
    ];

    public static OpenApiParameter Limit(int standard) => Of(
        Paging.LimitName,
        "The most items to give.",
        new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{Paging.MaxLimit}", Default = standard });

    private static OpenApiParameter Order(string time) =>
        OneOf(Paging.OrderName, $"By `{time}`, then by id: newest (`desc`, the default) or oldest first.", "desc", "asc");

    public static OpenApiSchema Text => new() { Type = JsonSchemaType.String };

    private static OpenApiParameter Filter(SearchFilter filter)
    {
        // One that has one value alone is a switch.
        if (filter.Choices is [var only])
        {
            return OneOf(filter.Name, filter.Description, only);
        }

        var parameter = List(filter.Name, filter.Description);
        if (filter.Choices is { } choices)
        {
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. choices] } };
        }

        return parameter;
    }

    private static OpenApiParameter List(string name, string description)
    {
        var parameter = Of(name, description + " Several values are separated by commas.", new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text, MaxItems = QueryParameters.MaxValues });
        parameter.Style = ParameterStyle.Form;
        parameter.Explode = false;
        return parameter;
    }

    public static OpenApiParameter OneOf(string name, string description, params string[] values) =>
        Of(name, description, new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. values] });

    public static OpenApiParameter Of(string name, string description, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };
}
