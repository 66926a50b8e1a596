using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Problems;

/// <summary>A store that fails is our fault: 503, when to come again, and nothing that was answered is lost.</summary>
internal sealed partial class StoreProblems(ILogger<StoreProblems> logger) : IExceptionHandler
{
    public const string Code = "unavailable";

    public static ProblemHttpResult Unavailable(HttpContext context, JournalUnavailableException exception) =>
        Problem.Busy(context, Code, exception.Message + " The event was not stored: post it again.", exception.RetryAfter);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (JournalUnavailableException or SqliteException))
        {
            return false;
        }

        LogUnreadable(logger, exception);
        var retryAfter = (exception as JournalUnavailableException)?.RetryAfter ?? CommitHealth.MinRetryAfter;
        await Problem.Busy(httpContext, Code, "The store cannot be read now. Try again later.", retryAfter).ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogEvents.StoreUnreadable, LogLevel.Error, "The store could not be read for an answer.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);
}
