using Bulutfon.Webhooks.Server.Problems;
using Microsoft.Net.Http.Headers;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>
/// Answers with a file. What fails before its first byte is a problem; what fails later cuts the connection off, so that no
/// part of a file is taken for the whole.
/// </summary>
/// <param name="table">The rows.</param>
/// <param name="format">The kind of file.</param>
/// <param name="name">The file's name without its ending.</param>
internal sealed class ExportResult<T>(ExportTable<T> table, IExportFormat format, string name) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        try
        {
            await format.WriteAsync(table, length => BeginAsync(httpContext, length), httpContext.RequestAborted);
        }
        catch (ExportTooLargeException exception)
        {
            await Problem.Of(StatusCodes.Status422UnprocessableEntity, "too_many_rows", exception.Message).ExecuteAsync(httpContext);
        }
        catch (Exception) when (httpContext.Response.HasStarted)
        {
            httpContext.Abort();
            throw;
        }
    }

    private async Task<Stream> BeginAsync(HttpContext context, long? length)
    {
        var headers = context.Response.GetTypedHeaders();
        headers.ContentType = MediaTypeHeaderValue.Parse(format.ContentType);
        headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"{name}.{format.Suffix}" };
        headers.ContentLength = length;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.StartAsync(context.RequestAborted);
        return context.Response.Body;
    }
}
