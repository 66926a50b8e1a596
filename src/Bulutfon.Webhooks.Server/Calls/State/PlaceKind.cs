namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>What a call can reach in the PBX. The numbers are stored in <see cref="CallState"/>: add, never renumber.</summary>
internal enum PlaceKind : byte
{
    /// <summary>Nothing says what it is; the length of a number is only a hint.</summary>
    Unknown = 0,

    /// <summary>The customer's own number that was called.</summary>
    Did = 1,

    Menu = 2,
    Group = 3,
    Extension = 4,

    /// <summary>A number outside of the PBX, or anything else that Bulutfon calls <c>OTHER</c>.</summary>
    Number = 5,
}
