using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>When a call of a record can have been answered. Times in microseconds since the Unix epoch.</summary>
/// <param name="Start">When the call began; null if the record does not tell.</param>
/// <param name="End">When it ended.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AnswerWindow(long? Start, long End)
{
    /// <summary>The clocks of one PBX differ by less.</summary>
    private const long Skew = 60_000_000;

    /// <summary>More than a wrong time zone explains.</summary>
    private const long MostLate = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

    /// <summary>Whether an answer then can be one of this call; without a time there is nothing to doubt.</summary>
    public bool Holds(long? answer) => answer is not { } at || ((Start is not { } start || at >= start - Skew) && at <= End + MostLate);
}
