using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Bulutfon.Webhooks.Server.Problems;

/// <summary>
/// Answers for an exception that nobody caught: its own 4xx if the request was bad, else 500 without a word of it. The
/// request log has the exception; the framework's middleware logs none that is handled here.
/// </summary>
internal sealed class ExceptionProblems(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException bad => Problem.Details(bad.StatusCode, ProblemStatus.CodeOf(bad.StatusCode), DetailOf(bad)),
            // What Kestrel makes of a chunk whose size does not fit a number; of all other bad chunks it makes a bad request.
            IOException { InnerException: OverflowException } => new ProblemDetails { Status = StatusCodes.Status400BadRequest },
            _ => new ProblemDetails { Status = StatusCodes.Status500InternalServerError },
        };
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
    }

    // The messages of these exceptions are written for the client, but for two: that of the JSON reader names our types, and that on
    // a body that is missing, or null, advises the one who wrote the route.
    private static string DetailOf(BadHttpRequestException exception) => exception switch
    {
        { InnerException: JsonException json } => string.Create(
            CultureInfo.InvariantCulture,
            $"The body is not the JSON expected here: at {json.Path ?? "$"}, line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}."),
        _ when exception.Message.StartsWith("Implicit body", StringComparison.Ordinal) => "There is no body. This call needs one, as JSON; /swagger shows it.",
        _ => exception.Message,
    };
}
