namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>What a PBX of some years sends. All generations are on the net at once.</summary>
/// <param name="Since">Its first year.</param>
/// <param name="Missed">Whether an unanswered call is told by <c>missing_call</c> too.</param>
/// <param name="Stages">Whether each menu, group and extension that a call reaches is an event.</param>
/// <param name="NestedCdr">Whether the hangup carries the call detail record; else it is flat.</param>
/// <param name="Account">Whether every event names domain and account.</param>
internal sealed record Generation(int Since, bool Missed, bool Stages, bool NestedCdr, bool Account)
{
    public static readonly Generation Of2015 = new(2015, Missed: false, Stages: false, NestedCdr: true, Account: false);
    public static readonly Generation Of2017 = new(2017, Missed: true, Stages: false, NestedCdr: true, Account: false);
    public static readonly Generation Of2018 = new(2018, Missed: true, Stages: true, NestedCdr: true, Account: false);
    public static readonly Generation Of2021 = new(2021, Missed: true, Stages: true, NestedCdr: false, Account: true);

    /// <summary>The name under which it sends an event type: since 2021 two of them are known by another.</summary>
    public string NameOf(EventType type) => this == Of2021 && type == EventType.CallInitExtension ? "incoming_call_extension"
        : this == Of2021 && type == EventType.CallInitGroup ? "incoming_call_group"
        : type.Value;
}
