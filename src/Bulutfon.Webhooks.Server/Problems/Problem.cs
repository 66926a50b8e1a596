using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bulutfon.Webhooks.Server.Problems;

/// <summary>
/// The one shape of an error (RFC 9457): <c>type</c> is <c>urn:bulutfon-webhooks:problem:{code}</c> and never changes its
/// meaning, <c>code</c> repeats its end for programs, <c>detail</c> tells a person what was wrong, where, and the fix.
/// </summary>
internal static class Problem
{
    public const string TypePrefix = "urn:bulutfon-webhooks:problem:";
    public const string CodeMember = "code";

    /// <summary>A result for a handler.</summary>
    /// <param name="status">HTTP status, 400 to 599.</param>
    /// <param name="code">In snake_case, one for each kind of mistake.</param>
    /// <param name="detail">What was wrong, where, and the fix; no internals.</param>
    public static ProblemHttpResult Of(int status, string code, string detail) => TypedResults.Problem(Details(status, code, detail));

    /// <summary>503, and when to come again.</summary>
    public static ProblemHttpResult Busy(HttpContext context, string code, string detail, TimeSpan retryAfter)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Of(StatusCodes.Status503ServiceUnavailable, code, detail);
    }

    /// <summary>The body alone, for those that write the answer themselves.</summary>
    public static ProblemDetails Details(int status, string code, string detail) => new()
    {
        Status = status,
        Type = TypePrefix + code,
        Title = ProblemStatus.TitleOf(status),
        Detail = detail,
        Extensions = { [CodeMember] = code },
    };
}
