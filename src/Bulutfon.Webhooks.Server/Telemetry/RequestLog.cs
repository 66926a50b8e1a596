using System.Globalization;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.StaticAssets;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Writes one line for each request. An accepted post writes its line at Debug only, and costs next to nothing while
/// that is off; <see cref="ReceiptSummary"/> tells of those.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ReceiptTally tally, ILogger<RequestLog> logger, TimeProvider time)
{
    private static readonly object LeftToOthers = new();

    /// <summary>
    /// For a 503 that the store's own line and the minute's summary tell of: a line for each post would fill the log,
    /// and with it perhaps the disk that is full.
    /// </summary>
    public static void LeaveToOthers(HttpContext context) => context.Items[LeftToOthers] = LeftToOthers;

    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        using var trace = RequestTrace.Begin(context);
        using var scope = logger.BeginScope(RequestTrace.ScopeOf(context));
        Exception? escaped = null;
        try
        {
            await next(context);
        }
        catch (Exception exception) when (Note(exception, out escaped))
        {
            throw;
        }
        finally
        {
            if (!IsAcceptedPost(context) || logger.IsEnabled(LogLevel.Debug))
            {
                Write(context, escaped, time.GetElapsedTime(started));
            }
        }
    }

    // A filter that never matches: the exception goes on with its stack as it is.
    private static bool Note(Exception exception, out Exception? noted)
    {
        noted = exception;
        return false;
    }

    private static bool IsAcceptedPost(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status200OK && IsInboundPost(context.Request);

    private static bool IsInboundPost(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments(PathTokenMask.InboundPath, StringComparison.OrdinalIgnoreCase);

    private void Write(HttpContext context, Exception? escaped, TimeSpan elapsed)
    {
        var exception = escaped ?? context.Features.Get<IExceptionHandlerFeature>()?.Error;
        // The server's own stop aborts what is still arriving, and says so by the first of these.
        var hungUp = exception is ConnectionAbortedException or ConnectionResetException
            || context.RequestAborted.IsCancellationRequested && exception is null or OperationCanceledException or IOException;
        var status = escaped is null || hungUp || context.Response.HasStarted
            ? context.Response.StatusCode
            : StatusCodes.Status500InternalServerError;
        if (status == StatusCodes.Status200OK && (escaped is null || hungUp) && context.GetEndpoint()?.Metadata.GetMetadata<OwnLogLines>() is not null)
        {
            return;
        }

        // A hook whose post was cut off has lost an event; one that only did not wait for its answer has not.
        var hook = hungUp && IsInboundPost(context.Request) ? context.User.FindFirst(HookIdentity.HookClaim)?.Value : null;
        if (hook is not null && (exception is not null || status == StatusCodes.Status499ClientClosedRequest))
        {
            tally.CutOff(hook);
        }

        var level = hook is not null ? LogLevel.Warning : hungUp ? LogLevel.Information : escaped is null ? LevelOf(context, status) : LogLevel.Error;

        if (!logger.IsEnabled(level))
        {
            return;
        }

        var method = LoggedRequest.Method(context.Request);
        var path = LoggedRequest.Path(context.Request);
        var milliseconds = Math.Round(elapsed.TotalMilliseconds, 3);
        var user = context.User.Identity?.Name ?? "-";
        var logged = level == LogLevel.Error ? exception : null;
        if (ProblemNote.Find(context) is { } problem)
        {
            var client = ClientAddress.Of(context);
            var rejection = problem.RejectionId?.ToString(CultureInfo.InvariantCulture) ?? "-";
            LogRefused(logger, level, logged, method, path, status, milliseconds, user, client, problem.Code, rejection);
        }
        else
        {
            LogAnswered(logger, level, logged, method, path, status, milliseconds, user);
        }
    }

    private static LogLevel LevelOf(HttpContext context, int status) => status switch
    {
        StatusCodes.Status503ServiceUnavailable when context.Items.ContainsKey(LeftToOthers) => LogLevel.Debug,
        StatusCodes.Status503ServiceUnavailable => LogLevel.Warning,
        >= 500 => LogLevel.Error,
        // Told once by FailedSignIns: a flood of guesses shall not become a flood of lines.
        StatusCodes.Status429TooManyRequests => LogLevel.Debug,
        // A hook whose events are refused loses them.
        >= 400 when IsInboundPost(context.Request) => LogLevel.Warning,
        StatusCodes.Status200OK when IsInboundPost(context.Request) || context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) => LogLevel.Debug,
        // The files of the page: a visit has a dozen.
        < 400 when context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null => LogLevel.Debug,
        _ => LogLevel.Information,
    };

    [LoggerMessage(EventId = LogEvents.RequestAnswered, Message = "{Method} {Path} answered {Status} in {ElapsedMilliseconds} ms to {User}")]
    private static partial void LogAnswered(
        ILogger logger, LogLevel level, Exception? exception, string method, string path, int status, double elapsedMilliseconds, string user);

    [LoggerMessage(
        EventId = LogEvents.RequestRefused,
        Message = "{Method} {Path} answered {Status} in {ElapsedMilliseconds} ms to {User} at {Client}: {Code}, rejection {RejectionId}")]
    private static partial void LogRefused(
        ILogger logger,
        LogLevel level,
        Exception? exception,
        string method,
        string path,
        int status,
        double elapsedMilliseconds,
        string user,
        string client,
        string code,
        string rejectionId);
}
