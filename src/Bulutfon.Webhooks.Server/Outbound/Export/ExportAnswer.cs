using System.Text.Json.Serialization.Metadata;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>All that a request asks of a list.</summary>
/// <param name="Period">Its time.</param>
/// <param name="Read">Reads the page at a cursor; the first at null.</param>
internal sealed record WholeList<T>(Period Period, Func<string?, CancellationToken, Task<ExportPage<T>>> Read);

/// <summary>Answers a request for a whole list.</summary>
internal sealed class ExportAnswer(ExportPages pages, IOptions<DisplayOptions> display, IOptions<JsonOptions> json, TimeProvider time)
{
    /// <param name="context">The request.</param>
    /// <param name="name">What the rows are.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="known">The list's parameters.</param>
    /// <param name="read">Reads them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<Results<ExportResult<T>, ProblemHttpResult>> OfAsync<T>(
        HttpContext context,
        string name,
        IReadOnlyList<ExportColumn<T>> columns,
        IEnumerable<string> known,
        Func<QueryParameters, TimeZoneInfo, DateTimeOffset, WholeList<T>> read,
        CancellationToken cancellationToken)
    {
        var (zone, now) = (display.Value.Zone, time.GetUtcNow());
        var parameters = new QueryParameters(context.Request.Query, [.. ExportQuery.Names, .. known]);
        var format = ExportQuery.ReadFormat(parameters, zone);
        var list = read(parameters, zone, now);
        if (parameters.Problem is { } problem)
        {
            return problem;
        }

        if (await pages.OpenAsync(list.Read, cancellationToken) is not { } found)
        {
            return Problem.Busy(context, StoreProblems.Code, "The search has not caught up with what was received, so the file would not be complete. Try again later.", CommitHealth.MinRetryAfter);
        }

        var table = new ExportTable<T>(name, columns, (JsonTypeInfo<T>)json.Value.SerializerOptions.GetTypeInfo(typeof(T)), found);
        return new ExportResult<T>(table, format, ExportName.Of(table.Name, list.Period, now, zone));
    }
}
