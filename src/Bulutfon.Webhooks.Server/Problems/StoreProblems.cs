using System.Data.Common;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Problems;

/// <summary>A store that fails is our fault: 503, when to come again, and nothing that was answered is lost.</summary>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what cannot be read.</param>
/// <param name="services">For the files of a SQLite journal, if it is one.</param>
/// <param name="metrics">Told of every such read.</param>
internal sealed partial class StoreProblems(TimeProvider time, ILogger<StoreProblems> logger, IServiceProvider services, Metrics? metrics = null) : IExceptionHandler
{
    public const string Code = "unavailable";

    private long _told;

    public static ProblemHttpResult Unavailable(HttpContext context, JournalUnavailableException exception)
    {
        RequestLog.LeaveToOthers(context);
        return Problem.Busy(context, Code, exception.Message + " The event was not stored: post it again.", exception.RetryAfter);
    }

    /// <summary>What orchestrators read while events cannot be committed.</summary>
    public static ProblemHttpResult Unready(HttpContext context, Outage outage, TimeSpan retryAfter)
    {
        RequestLog.LeaveToOthers(context);
        var problem = Problem.Busy(context, Code, $"Events cannot be committed. {outage.Fault.Reason}", retryAfter);
        problem.ProblemDetails.Extensions["reason"] = outage.Fault.Cause;
        problem.ProblemDetails.Extensions["since"] = outage.Since;
        return problem;
    }

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsOfStore(exception))
        {
            return false;
        }

        metrics?.ReadFailed();
        if (IsNews())
        {
            Tell(exception);
        }

        var retryAfter = (exception as JournalUnavailableException)?.RetryAfter ?? CommitHealth.MinRetryAfter;
        await Problem.Busy(httpContext, Code, "The store cannot be read now. Try again later.", retryAfter).ExecuteAsync(httpContext);
        return true;
    }

    private void Tell(Exception exception)
    {
        if ((exception as SqliteException ?? exception.InnerException as SqliteException) is { } sqlite
            && !services.UsesPostgreSql() && SqliteFaults.Of(sqlite, services.GetRequiredService<SqliteJournalFiles>()) is { } fault)
        {
            LogUnreadableFile(logger, fault.Cause, fault.Reason, fault.Remedy, exception);
        }
        else
        {
            LogUnreadable(logger, exception);
        }
    }

    /// <summary>EF Core wraps what may pass by itself.</summary>
    private static bool IsOfStore(Exception exception) =>
        exception is JournalUnavailableException or DbException or InvalidOperationException { InnerException: DbException };

    /// <summary>Once a minute: a page that asks every second would fill the log.</summary>
    private bool IsNews()
    {
        var now = time.GetTimestamp();
        var told = Interlocked.Read(ref _told);
        return (told == 0 || time.GetElapsedTime(told, now) >= TimeSpan.FromMinutes(1)) && Interlocked.CompareExchange(ref _told, now, told) == told;
    }

    [LoggerMessage(LogEvents.JournalUnreadable, LogLevel.Error, "The store could not be read for an answer ({Cause}): {Reason} {Remedy}")]
    private static partial void LogUnreadableFile(ILogger logger, string cause, string reason, string remedy, Exception exception);

    [LoggerMessage(LogEvents.StoreUnreadable, LogLevel.Error, "The store could not be read for an answer.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);
}
