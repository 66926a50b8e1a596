namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>What a hangup cause says about the answer.</summary>
internal enum CauseMeaning
{
    /// <summary>Nothing: a call that was answered can end so, and one that was not.</summary>
    Ended,

    Busy,
    Rejected,

    /// <summary>It rang, or could not ring, and nobody picked up.</summary>
    NoAnswer,

    /// <summary>The caller gave up before the answer.</summary>
    Cancelled,

    /// <summary>The call never got as far as ringing.</summary>
    Failed,

    /// <summary>Of a leg: somebody else picked up. Says nothing of the call.</summary>
    LostRace,
}

/// <summary>A hangup cause.</summary>
/// <param name="Name">FreeSWITCH's name.</param>
/// <param name="Q850">Its number in ITU-T Q.850; null for FreeSWITCH's own.</param>
/// <param name="Meaning">What it says about the answer.</param>
/// <param name="Text">It in words, without a full stop.</param>
internal sealed record HangupCauseInfo(string Name, int? Q850, CauseMeaning Meaning, Bilingual Text);
