using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// All that a call can be found by. The index is written from it, and who finds a call asks it whether the call still has the
/// value: a call that changes leaves old entries behind.
/// </summary>
internal static class CallTerms
{
    /// <summary>The value of a field that has one alone.</summary>
    public const string Is = "";

    /// <summary>Adds the terms of a call, each once, and says under which time it is listed.</summary>
    public static long Add(CallState state, List<CallTerm> terms) => Add(new JudgedCall(state), terms);

    /// <inheritdoc cref="Add(CallState, List{CallTerm})"/>
    public static long Add(JudgedCall call, List<CallTerm> terms)
    {
        var facts = call.Facts;
        var state = facts.State;
        terms.Add(new(SearchField.CallUuid, state.Uuid));
        terms.Add(new(SearchField.CallAll, Is));
        terms.Add(new(SearchField.CallHook, state.First.Hook));
        Add(terms, SearchField.CallCaller, NumberKey.Of(facts.Caller));
        Add(terms, SearchField.CallCallee, NumberKey.Of(facts.Callee));
        Add(terms, SearchField.CallDirection, FoldedText.Word(facts.Direction));
        Add(terms, SearchField.CallHangupCause, FoldedText.Word(facts.Cause));
        foreach (var place in facts.Path)
        {
            AddDestination(terms, place.Number);
        }

        // A record shows its own path; what was reached before it stays reached.
        foreach (var arrival in state.Arrivals)
        {
            AddDestination(terms, arrival.Destination);
        }

        AddOutcome(terms, facts, call.Outcome);
        return facts.ListedAt;
    }

    private static void AddOutcome(List<CallTerm> terms, CallFacts facts, CallOutcome outcome)
    {
        if (outcome == CallOutcome.InProgress)
        {
            // Whether it is that, or unknown by now, depends on the time.
            terms.Add(new(SearchField.CallOpen, Is));
            return;
        }

        terms.Add(new(SearchField.CallOutcome, outcome.WireName()));
        if (UnansweredCall.NumberOf(facts, outcome) is not null)
        {
            terms.Add(new(SearchField.CallWithoutAnswer, Is));
        }
        else if (outcome == CallOutcome.Answered)
        {
            Add(terms, SearchField.CallTalkedWith, OutsideNumber.KeyOf(facts));
        }
    }

    private static void Add(List<CallTerm> terms, SearchField field, string? value)
    {
        if (value is not null)
        {
            terms.Add(new(field, value));
        }
    }

    private static void AddDestination(List<CallTerm> terms, string? number)
    {
        if (NumberKey.Of(number) is { } value && !terms.Contains(new(SearchField.CallDestination, value)))
        {
            terms.Add(new(SearchField.CallDestination, value));
        }
    }
}
