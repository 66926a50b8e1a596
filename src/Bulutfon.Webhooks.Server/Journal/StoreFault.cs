namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Why the store cannot commit, for the one who can mend it.</summary>
/// <param name="Cause">In snake_case, one for each cause, for alerts and programs.</param>
/// <param name="Reason">What is wrong, in a sentence for everybody: no paths, no names.</param>
/// <param name="Remedy">What the sysadmin can do, for the log alone.</param>
internal sealed record StoreFault(string Cause, string Reason, string Remedy)
{
    public static StoreFault QueueFull { get; } = new(
        "queue_full",
        "More events wait to be stored than the queue holds.",
        "The disk is slower than the events come: give the journal a faster one.");

    public static StoreFault Stopping { get; } = new("stopping", "The server is stopping.", "Start it again.");

    public static StoreFault NoAnswer { get; } = new(
        "no_answer",
        "The store does not answer in time.",
        "A commit hangs: look for a disk that is overloaded, or a process that holds the journal.");
}

/// <summary>A time in which the store could not commit, and cannot yet.</summary>
/// <param name="Fault">Why, as the last attempt saw it.</param>
/// <param name="Since">When the first attempt failed.</param>
internal sealed record Outage(StoreFault Fault, DateTimeOffset Since);
