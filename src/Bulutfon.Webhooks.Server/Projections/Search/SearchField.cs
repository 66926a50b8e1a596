namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>What an event can be found by. The numbers are part of the stored keys.</summary>
internal enum SearchField : byte
{
    Uuid = 1,
    Caller = 2,
    Callee = 3,
    Destination = 4,
    EventType = 5,
    Hook = 6,
    Direction = 7,
}
