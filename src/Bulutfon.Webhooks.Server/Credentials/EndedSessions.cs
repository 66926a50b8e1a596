using System.Data.Common;
using System.Security.Claims;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// The sessions that were signed out, kept in the journal, where every replica sees them, for as long as a copy of their cookie could
/// be good.
/// </summary>
internal sealed partial class EndedSessions(IJournal journal, TimeProvider time, ILogger<EndedSessions> logger)
{
    /// <summary>A cookie that was renewed while its session ended is good for a lifetime from then.</summary>
    private static readonly TimeSpan Kept = SessionCookie.Lifetime + TimeSpan.FromHours(1);

    /// <summary>Ends a session. Its browser is signed out in any case.</summary>
    public async Task AddAsync(ClaimsPrincipal session)
    {
        if (SessionStamps.IdOf(session) is not { } id)
        {
            return;
        }

        var now = time.GetUtcNow();
        try
        {
            await journal.KeepUpAsync(new PendingSessionEnd(id, UnixTime.Of(now), UnixTime.Of(now + Kept)));
        }
        catch (JournalUnavailableException exception)
        {
            LogNotEnded(logger, session.Identity?.Name ?? "-", exception.Message);
        }
    }

    /// <summary>Whether a session was ended. While the store cannot be read it counts as going on: nothing stored can be shown then either.</summary>
    public async Task<bool> HasAsync(ClaimsPrincipal session, CancellationToken cancellationToken)
    {
        var name = StateRow.EndedSession + SessionStamps.IdOf(session);
        try
        {
            await using var context = journal.OpenContext();
            return await context.State.AsNoTracking().AnyAsync(row => row.Name == name, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException { InnerException: DbException })
        {
            return false;
        }
    }

    [LoggerMessage(
        LogEvents.SessionNotEnded, LogLevel.Warning, "{Operator} signed out, but that could not be stored ({Reason}): a copy of the session's cookie is good until it runs out, or until the account's password changes")]
    private static partial void LogNotEnded(ILogger logger, string @operator, string reason);
}
