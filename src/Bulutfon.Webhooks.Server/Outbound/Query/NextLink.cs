using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>The <c>Link</c> header of a page that has a next one (RFC 8288).</summary>
internal static class NextLink
{
    /// <summary>A relative reference: it is right behind every proxy too.</summary>
    public static void Add(HttpContext context, string? nextCursor)
    {
        if (nextCursor is null)
        {
            return;
        }

        var query = new QueryBuilder(context.Request.Query.Where(parameter => !parameter.Key.Equals(Paging.CursorName, StringComparison.OrdinalIgnoreCase)))
        {
            { Paging.CursorName, nextCursor },
        };
        var address = context.Request.PathBase.Add(context.Request.Path).ToUriComponent() + query.ToQueryString().ToUriComponent();
        context.Response.Headers[HeaderNames.Link] = $"<{address}>; rel=\"next\"";
    }
}
