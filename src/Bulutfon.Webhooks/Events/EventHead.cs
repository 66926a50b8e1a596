namespace Bulutfon.Webhooks;

/// <summary>What the parser reads first, since the rest depends on it.</summary>
internal readonly record struct EventHead(EventType EventType, string Uuid, long? Timestamp);
