using System.Globalization;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>Every filter of calls besides time. Another one is another entry here, and a row in the tests.</summary>
internal static class CallFilters
{
    public const string Unreturned = "unreturned";

    private const string True = "true";

    private static readonly string[] Outcomes = [.. Enum.GetValues<CallOutcome>().Select(outcome => outcome.WireName())];

    /// <summary>The most selective first: the search begins with those that a request has in this order.</summary>
    public static readonly IReadOnlyList<CallFilter> All =
    [
        new("uuid", "The call's uuid, exactly as Bulutfon sent it.", text => OuterSpace.Trim(text), Terms(SearchField.CallUuid)),
        new(
            Unreturned,
            "Incoming calls on which the caller talked with nobody (missed, abandoned in a menu, busy or rejected), of a number that can be dialled, and with which nobody talked on a later call, in either direction; of the last `Calls:CallbackWindow` alone.",
            OnlyTrue,
            _ => [new(SearchField.CallWithoutAnswer, CallTerms.Is)])
        {
            Choices = [True],
        },
        new("caller", "The caller's number, however it is written (0532…, 532…, +90532…), or text such as anonymous.", NumberOf, Terms(SearchField.CallCaller)),
        new("callee", "The called number, however it is written.", NumberOf, Terms(SearchField.CallCallee)),
        new("caller_or_callee", "A number on either side, however it is written.", NumberOf, Terms(SearchField.CallCaller, SearchField.CallCallee)),
        new("destination", "A menu, ring group, extension or number that the call reached, on its whole way; also who answered.", NumberOf, Terms(SearchField.CallDestination)),
        new("hangup_cause", "The hangup cause as Bulutfon names it, such as USER_BUSY, in any case, or its number in Q.850, such as 17.", WordOf, TermsOfCause),
        new("outcome", "What became of the call, as of now.", text => Outcomes.FirstOrDefault(outcome => CodeWord.Is(OuterSpace.Trim(text), outcome)), TermsOfOutcome)
        {
            Choices = Outcomes,
            Confirm = (summary, outcome) => summary.Outcome.WireName() == outcome,
        },
        new(
            "missing_call",
            "Calls that nobody here answered: those of `outcome=missed` without the outgoing ones. Whoever hung up in a menu has an outcome of his own, `abandoned_in_menu`.",
            OnlyTrue,
            _ => [new(SearchField.CallOutcome, CallOutcome.Missed.WireName())])
        {
            Choices = [True],
            Confirm = (summary, _) => !string.Equals(summary.Direction, Direction.Out.Value, StringComparison.OrdinalIgnoreCase),
        },
        new("hook", "The name of the hook that posted the call's earliest event.", text => BoundedText.Word(text), Terms(SearchField.CallHook)),
        new("direction", "IN, OUT or LOCAL, in any case, or another value as Bulutfon sent it.", WordOf, Terms(SearchField.CallDirection)),
    ];

    /// <summary>Those that the call alone decides, and no other call.</summary>
    public static readonly IReadOnlyList<CallFilter> OfOneCall = [.. All.Where(filter => filter.Name != Unreturned)];

    private static Func<string, IReadOnlyList<CallTerm>> Terms(params SearchField[] fields) => value => [.. fields.Select(field => new CallTerm(field, value))];

    /// <summary>Whether an open call is in progress or unknown is a question of time.</summary>
    private static IReadOnlyList<CallTerm> TermsOfOutcome(string outcome)
    {
        var open = new CallTerm(SearchField.CallOpen, CallTerms.Is);
        var over = new CallTerm(SearchField.CallOutcome, outcome);
        return outcome == CallOutcome.InProgress.WireName() ? [open] : outcome == CallOutcome.Unknown.WireName() ? [over, open] : [over];
    }

    /// <summary>Several causes may have one number.</summary>
    private static IReadOnlyList<CallTerm> TermsOfCause(string cause)
    {
        var names = int.TryParse(cause, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? HangupCauses.All.Where(info => info.Q850 == number).Select(info => info.Name)
            : [];
        return [.. names.Prepend(cause).Select(name => new CallTerm(SearchField.CallHangupCause, name))];
    }

    private static string? OnlyTrue(string text) => text.Equals(True, StringComparison.OrdinalIgnoreCase) ? True : null;

    private static string? NumberOf(string text) => NumberKey.Of(BoundedText.Number(NumberText.Canonical(text)));

    private static string? WordOf(string text) => FoldedText.Word(BoundedText.Word(text));
}
