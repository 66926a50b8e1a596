namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>The journal cannot take or give anything now; nothing that was answered is lost. Answered 503.</summary>
internal sealed class JournalUnavailableException(string message, TimeSpan retryAfter, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>When another attempt makes sense; at least one second.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
