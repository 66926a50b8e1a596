using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>Lets an admin see and confirm a leap of the clock that retention waits for. The confirmation is kept in the journal, for the server that deletes.</summary>
internal sealed partial class RetentionConfirmation(
    IJournal journal, IOptionsMonitor<RetentionOptions> options, Retention retention, ILogger<RetentionConfirmation> logger)
{
    public async Task<RetentionStatus> ReadAsync(CancellationToken cancellationToken) =>
        RetentionStatus.Of(options.CurrentValue, await RetentionState.ReadAsync(journal, cancellationToken));

    /// <summary>Confirms the clock; false if nothing waits for it.</summary>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    public async Task<bool> ConfirmAsync(string by, CancellationToken cancellationToken)
    {
        if ((await RetentionState.ReadAsync(journal, cancellationToken)).Waiting is not { } waiting)
        {
            return false;
        }

        await journal.KeepUpAsync(new PendingState(StateRow.RetentionConfirmed, RetentionState.Text(waiting.Now)));
        await journal.KeepUpAsync(new PendingState(StateRow.RetentionWaits, value: null));
        LogConfirmed(logger, by, waiting.Now, waiting.Expected);
        retention.Wake();
        return true;
    }

    [LoggerMessage(LogEvents.RetentionConfirmed, LogLevel.Warning, "{Admin} confirmed the clock's time {Clock:O}, which was expected to be {Expected:O}. Retention deletes by it.")]
    private static partial void LogConfirmed(ILogger logger, string admin, DateTimeOffset clock, DateTimeOffset expected);
}
