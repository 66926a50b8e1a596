using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>Why a call ended, in FreeSWITCH's names: <c>hangup_cause</c>. Nearly every call ends <see cref="NormalClearing"/>, which does not say that a person answered.</summary>
/// <param name="Value">The text as Bulutfon sends it; compared ordinally.</param>
[JsonConverter(typeof(OpenValueJsonConverter<HangupCause>))]
public readonly record struct HangupCause(string Value) : IOpenValue<HangupCause>
{
    /// <summary><c>NORMAL_CLEARING</c>: one side hung up (Q.850 cause 16).</summary>
    public static readonly HangupCause NormalClearing = new("NORMAL_CLEARING");

    /// <summary><c>USER_BUSY</c>: the called side was busy (17).</summary>
    public static readonly HangupCause UserBusy = new("USER_BUSY");

    /// <summary><c>NO_USER_RESPONSE</c>: the called device did not respond (18).</summary>
    public static readonly HangupCause NoUserResponse = new("NO_USER_RESPONSE");

    /// <summary><c>NO_ANSWER</c>: nobody picked up (19).</summary>
    public static readonly HangupCause NoAnswer = new("NO_ANSWER");

    /// <summary><c>CALL_REJECTED</c>: the called side refused (21).</summary>
    public static readonly HangupCause CallRejected = new("CALL_REJECTED");

    /// <summary><c>UNALLOCATED_NUMBER</c>: no such number (1).</summary>
    public static readonly HangupCause UnallocatedNumber = new("UNALLOCATED_NUMBER");

    /// <summary><c>INVALID_NUMBER_FORMAT</c>: the number is incomplete or malformed (28).</summary>
    public static readonly HangupCause InvalidNumberFormat = new("INVALID_NUMBER_FORMAT");

    /// <summary><c>NORMAL_TEMPORARY_FAILURE</c>: a passing failure in the network (41).</summary>
    public static readonly HangupCause NormalTemporaryFailure = new("NORMAL_TEMPORARY_FAILURE");

    /// <summary><c>RECOVERY_ON_TIMER_EXPIRE</c>: the other side went silent (102).</summary>
    public static readonly HangupCause RecoveryOnTimerExpire = new("RECOVERY_ON_TIMER_EXPIRE");

    /// <summary><c>ORIGINATOR_CANCEL</c>: the caller gave up while it rang (487 in SIP).</summary>
    public static readonly HangupCause OriginatorCancel = new("ORIGINATOR_CANCEL");

    private static readonly HangupCause[] Known = [NormalClearing, UserBusy, NoUserResponse, NoAnswer, CallRejected, UnallocatedNumber, InvalidNumberFormat, NormalTemporaryFailure, RecoveryOnTimerExpire, OriginatorCancel];

    /// <summary>The documented values. Others occur, and are kept as they came.</summary>
    public static IReadOnlyList<HangupCause> KnownValues => Known;

    /// <summary>Whether the value is a documented one.</summary>
    public bool IsKnown => Array.IndexOf(Known, this) >= 0;

    static HangupCause IOpenValue<HangupCause>.Create(string value) => new(value);

    /// <summary>The text as Bulutfon sends it.</summary>
    public override string ToString() => Value ?? "";
}
