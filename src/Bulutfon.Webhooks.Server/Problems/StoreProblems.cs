using System.Data.Common;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Problems;

/// <summary>A store that fails is our fault: 503, when to come again, and nothing that was answered is lost.</summary>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what cannot be read.</param>
/// <param name="services">Tells which store it is, and the files of one that is SQLite's.</param>
/// <param name="metrics">Told of every such read.</param>
internal sealed partial class StoreProblems(TimeProvider time, ILogger<StoreProblems> logger, IServiceProvider services, Metrics? metrics = null) : IExceptionHandler
{
    public const string Code = "unavailable";
    private const string ReasonMember = "reason";

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
        problem.ProblemDetails.Extensions[ReasonMember] = outage.Fault.Cause;
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
        var fault = FaultOf(exception);
        if (IsNews())
        {
            Tell(fault, exception);
        }

        var retryAfter = (exception as JournalUnavailableException)?.RetryAfter ?? CommitHealth.MinRetryAfter;
        var isReading = HttpMethods.IsGet(httpContext.Request.Method);
        var problem = Problem.Busy(httpContext, Code, $"The store cannot be {(isReading ? "read" : "written")} now.{(fault is null ? "" : " " + fault.Reason)} Try again later.", retryAfter);
        if (fault is not null)
        {
            problem.ProblemDetails.Extensions[ReasonMember] = fault.Cause;
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private StoreFault? FaultOf(Exception exception) => (exception as DbException ?? exception.InnerException as DbException) switch
    {
        null => null,
        var error when services.UsesPostgreSql() => PostgreSqlFaults.OfRead(error),
        SqliteException error => SqliteFaults.Of(error, services.GetRequiredService<SqliteJournalFiles>()),
        _ => null,
    };

    private void Tell(StoreFault? fault, Exception exception)
    {
        if (fault is not null)
        {
            LogUnreadableJournal(logger, fault.Cause, fault.Reason, fault.Remedy, exception);
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
    private static partial void LogUnreadableJournal(ILogger logger, string cause, string reason, string remedy, Exception exception);

    [LoggerMessage(LogEvents.StoreUnreadable, LogLevel.Error, "The store could not be read for an answer.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);
}
