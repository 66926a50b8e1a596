namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Whether a call was recorded: <c>call_record</c>. The numbers are stored in <see cref="CallState"/>: add, never renumber.</summary>
internal enum Recording : byte
{
    /// <summary>No event says so.</summary>
    Unknown = 0,

    None = 1,
    Available = 2,

    /// <summary>There was one, and it was deleted.</summary>
    Removed = 3,
}

internal static class RecordingNames
{
    /// <summary>The name on the wire; null where no event says so.</summary>
    public static string? WireName(this Recording recording) => recording switch
    {
        Recording.None => "none",
        Recording.Available => "available",
        Recording.Removed => "removed",
        _ => null,
    };
}
