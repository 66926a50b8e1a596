namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Who ended a call, as FreeSWITCH saw it on the caller's leg: what it received came from the caller, what it sent came from the
/// called side or from the PBX itself. Which leg was first in a call that was started through the API is not said.
/// </summary>
internal static class HungUpBy
{
    public const string Caller = "caller";
    public const string Callee = "callee";
    public const string Pbx = "pbx";

    public static string? Of(CallFacts facts, CallOutcome outcome)
    {
        if (facts.State.Autodial)
        {
            return null;
        }

        return (facts.Detail is { } detail ? CodeWord.Normal(detail).ToUpperInvariant() : null) switch
        {
            "RECV_BYE" or "RECV_CANCEL" => Caller,
            "SEND_BYE" when outcome == CallOutcome.Answered => Callee,
            "SEND_BYE" when outcome is CallOutcome.Missed or CallOutcome.AbandonedInMenu => Pbx,
            "SEND_REFUSE" or "RECV_REFUSE" when outcome is CallOutcome.Rejected or CallOutcome.Busy => Callee,
            "SEND_REFUSE" or "SEND_CANCEL" => Pbx,
            _ => null,
        };
    }
}
