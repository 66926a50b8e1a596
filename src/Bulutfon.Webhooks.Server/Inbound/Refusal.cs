using System.Globalization;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>Why a body is no event, and how that is answered.</summary>
/// <param name="Status">HTTP status, 4xx.</param>
/// <param name="Code">A stable code.</param>
/// <param name="Detail">What was wrong, where, and the fix.</param>
/// <param name="Path">Where in the body, as a JSON path.</param>
/// <param name="ByteOffset">Where in the body, in bytes.</param>
internal sealed record Refusal(int Status, string Code, string Detail, string? Path = null, int? ByteOffset = null)
{
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string UnsupportedEncoding = "unsupported_content_encoding";
    public const string BodyTooLarge = "body_too_large";

    private const int MostEchoed = 100;
    private const string Compressed = "The body is compressed (";

    public static Refusal ForMediaType(string? contentType) => new(
        StatusCodes.Status415UnsupportedMediaType,
        UnsupportedMediaType,
        $"The content type {Echo(contentType)} is not one that Bulutfon sends. Post application/json or application/x-www-form-urlencoded.");

    public static Refusal ForEncoding(string encoding) => new(
        StatusCodes.Status415UnsupportedMediaType,
        UnsupportedEncoding,
        $"{Compressed}{Echo(encoding)}). Post it as it is, without Content-Encoding.");

    /// <summary>The Content-Encoding that a refusal names; null if it names none.</summary>
    public static string? EncodingIn(string detail) =>
        detail.StartsWith(Compressed, StringComparison.Ordinal) && detail.IndexOf(')', StringComparison.Ordinal) is > 0 and var end ? detail[Compressed.Length..end] : null;

    public static Refusal ForSize(int limit) => new(
        StatusCodes.Status413PayloadTooLarge,
        BodyTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"The body is larger than {limit} bytes. Post one event a request, or raise Inbound:MaxBodyBytes."));

    public static Refusal For(WebhookBodyError error) =>
        new(StatusCodes.Status400BadRequest, error.Code, error.Detail, error.Path, error.ByteOffset);

    /// <summary>The problem that says so, with where in the body.</summary>
    /// <param name="status">The status of the answer: that of the refusal, but for a retry.</param>
    public ProblemHttpResult ToProblem(int status)
    {
        var problem = Problem.Of(status, Code, Detail);
        if (Path is not null)
        {
            problem.ProblemDetails.Extensions["path"] = Path;
        }

        if (ByteOffset is not null)
        {
            problem.ProblemDetails.Extensions["byte_offset"] = ByteOffset;
        }

        return problem;
    }

    private static string Echo(string? text) => text is null ? "(none)"
        : text.Length <= MostEchoed ? text : string.Concat(text.AsSpan(0, MostEchoed), "…");
}
