using Microsoft.AspNetCore.WebUtilities;

namespace Bulutfon.Webhooks.Server.Problems;

/// <summary>What a status alone says, where the answer came from the framework and not from a handler of ours.</summary>
internal static class ProblemStatus
{
    private const int MaxEchoLength = 100;

    public static string TitleOf(int status) => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error";

    /// <summary>In snake_case, such as <c>method_not_allowed</c>.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "bad_request",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status406NotAcceptable => "not_acceptable",
        StatusCodes.Status408RequestTimeout => "request_timeout",
        StatusCodes.Status413PayloadTooLarge => "body_too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status429TooManyRequests => "too_many_requests",
        StatusCodes.Status500InternalServerError => "internal_error",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= 500 => "server_error",
        _ => "request_error",
    };

    public static string DetailOf(int status, HttpContext context) => status switch
    {
        StatusCodes.Status401Unauthorized => "Credentials are missing or wrong. Send them by HTTP basic authentication.",
        StatusCodes.Status403Forbidden => "This account may not do that. Use one whose role allows it.",
        StatusCodes.Status404NotFound => "There is nothing at this address. See /swagger for what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{Echo(context.Request.Method)} is not answered here. {Allowed(context.Response)}",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this server accepts.",
        StatusCodes.Status415UnsupportedMediaType => $"{ContentType(context.Request)} is not accepted here. See /swagger for what is.",
        StatusCodes.Status429TooManyRequests => "Too many requests. Try again later.",
        StatusCodes.Status500InternalServerError => "The server failed. Its log has more under the trace_id of this answer.",
        StatusCodes.Status503ServiceUnavailable => "The server cannot answer now. Try again later.",
        _ => "The request cannot be answered as it is.",
    };

    private static string Allowed(HttpResponse response) => response.Headers.Allow is { Count: > 0 } allow
        ? $"Allowed: {allow}."
        : "See /swagger for what is.";

    private static string ContentType(HttpRequest request) => string.IsNullOrEmpty(request.ContentType)
        ? "A body without Content-Type"
        : $"The Content-Type {Echo(request.ContentType)}";

    private static string Echo(string sent) => sent.Length <= MaxEchoLength ? sent : string.Concat(sent.AsSpan(0, MaxEchoLength), "…");
}
