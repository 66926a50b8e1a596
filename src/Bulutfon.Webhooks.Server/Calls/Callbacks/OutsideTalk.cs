using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A call on which a person talked with a number outside.</summary>
/// <param name="Number">The number's key.</param>
/// <param name="Line">The key of the customer's own number; null if it is not said.</param>
/// <param name="StartedAt">When the call began, in microseconds since the Unix epoch; never days in the future.</param>
internal sealed record OutsideTalk(string Number, string? Line, long StartedAt)
{
    /// <summary>The talk of a call; null of one without.</summary>
    public static OutsideTalk? Of(JudgedCall call) =>
        call.Outcome == CallOutcome.Answered && OutsideNumber.KeyOf(call.Facts) is { } number
            ? new OutsideTalk(number, NumberKey.Of(call.Facts.Did), call.Facts.WaitsSince)
            : null;

    /// <summary>Whether it returns a call to a line that began then; a line that is not said may be any.</summary>
    public bool Returns(string? line, long startedAt) =>
        StartedAt > startedAt && (Line is null || line is null || string.Equals(Line, line, StringComparison.Ordinal));
}
