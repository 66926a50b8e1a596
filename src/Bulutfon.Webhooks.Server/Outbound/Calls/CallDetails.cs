using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>A call with all that happened in it.</summary>
internal sealed record CallDetails : Call
{
    [SetsRequiredMembers]
    public CallDetails(CallSummary summary, CallTimeline timeline, bool isShortened)
        : base(summary)
    {
        Explanation = LocalText.Of(timeline.Explanation);
        Timeline = [.. timeline.Steps.Select(CallStep.Of)];
        TimelineIsShortened = isShortened;
    }

    /// <summary>Why the call counts as it does, in sentences.</summary>
    public required LocalText Explanation { get; init; }

    /// <summary>What happened, step by step.</summary>
    public required IReadOnlyList<CallStep> Timeline { get; init; }

    /// <summary>Whether the call has more events than a timeline is made of (1,000); then the later ones are left out, but for those that decide.</summary>
    public required bool TimelineIsShortened { get; init; }

    /// <summary>The last event that the call knows of, if the calls had not caught up with what was received in time; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IndexedTo { get; init; }
}
