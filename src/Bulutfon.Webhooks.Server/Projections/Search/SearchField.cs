namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>What an event or a call can be found by. The numbers are part of the stored keys.</summary>
internal enum SearchField : byte
{
    Uuid = 1,
    Caller = 2,
    Callee = 3,
    Destination = 4,
    EventType = 5,
    Hook = 6,
    Direction = 7,

    CallUuid = 16,

    /// <summary>Every call, under one value: lists by time alone.</summary>
    CallAll = 17,

    CallCaller = 18,
    CallCallee = 19,

    /// <summary>Every menu, group, extension and number that a call reached.</summary>
    CallDestination = 20,

    CallDirection = 21,
    CallHook = 22,

    /// <summary>What became of a call that is over.</summary>
    CallOutcome = 23,

    CallHangupCause = 24,

    /// <summary>A call that no event ends, under one value. Taken away again when one does.</summary>
    CallOpen = 25,

    /// <summary>An incoming call that nobody answered, of a number that can be called back; under one value.</summary>
    CallWithoutAnswer = 26,

    /// <summary>The number outside with which a person talked, in either direction.</summary>
    CallTalkedWith = 27,
}
