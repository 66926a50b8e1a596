namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A person's part of a call: the extension (null if it is not said, or if it is the far end), and from when to when, in microseconds.</summary>
internal readonly record struct Talk(string? By, long? Start, long? End);
