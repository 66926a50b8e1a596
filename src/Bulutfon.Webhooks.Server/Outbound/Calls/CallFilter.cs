using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>A filter of calls: a parameter and what a call with one of its values can be found by.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Description">What it compares with, for the API's description.</param>
/// <param name="Read">Makes a value what is stored; null if it is none.</param>
/// <param name="TermsOf">The terms of which a call with a value has one.</param>
internal sealed record CallFilter(string Name, string Description, ReadValue<string> Read, Func<string, IReadOnlyList<CallTerm>> TermsOf)
    : SearchFilter(Name, Description, Read)
{
    /// <summary>Whether a call that has one of the terms has the value now; null where the terms say all.</summary>
    public Func<CallSummary, string, bool>? Confirm { get; init; }

    public override IReadOnlyList<long> KeysOf(IReadOnlyList<string> values) => [.. values.SelectMany(TermsOf).Distinct().Select(term => term.Key)];

    /// <summary>Whether a call has one of the values.</summary>
    public bool Matches(FoundCall found, CallSummary summary, IEnumerable<string> values) => values.Any(value =>
        TermsOf(value).Any(term => found.Has(term.Field, term.Value)) && Confirm?.Invoke(summary, value) != false);
}
