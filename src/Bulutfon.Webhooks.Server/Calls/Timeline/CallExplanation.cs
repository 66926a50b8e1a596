using System.Globalization;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Why a call counts as it does, in sentences.</summary>
internal static class CallExplanation
{
    private static readonly Bilingual LostRaces = new(
        "The other phones of the group stopped ringing when one was picked up; they missed no call.",
        "Gruptaki diğer telefonlar, biri açılınca sustu; bunlar cevapsız çağrı değildir.");

    private static readonly Bilingual Contradiction = new(
        "The record also shows an answer, but a missing call decides.",
        "Kayıtta bir cevap da görünüyor, ancak cevapsız çağrı bildirimi esastır.");

    private static readonly Bilingual TalkWithMenus = new(
        "The talk time that Bulutfon sent includes the menu, so how long a person talked is not known.",
        "Bulutfon'un bildirdiği konuşma süresi menüyü de kapsar; bir kişinin ne kadar konuştuğu bilinmiyor.");

    public static Bilingual Of(IReadOnlyList<TimelineStep> steps, CallSummary summary)
    {
        var sentences = new List<Bilingual> { summary.ReasonText };
        Add(sentences, Contradiction, summary.Outcome == CallOutcome.Missed && steps.Any(step => IsResult(step, OriginationResult.Answered)));
        Add(sentences, LostRaces, summary.Outcome == CallOutcome.Answered && steps.Any(step => IsResult(step, OriginationResult.LoseRace)));
        Add(sentences, Waited(summary), summary.WaitSeconds is not null);
        Add(sentences, TalkWithMenus, summary is { Outcome: CallOutcome.Answered, RecordEventId: null, TalkSeconds: null } && summary.Path.Any(place => place.Kind == PlaceKind.Menu));
        Add(sentences, HungUp(summary), summary is { HungUpBy: not null, EndedAt: not null });
        return Bilingual.Join(sentences);
    }

    private static void Add(List<Bilingual> sentences, Bilingual sentence, bool applies)
    {
        if (applies)
        {
            sentences.Add(sentence);
        }
    }

    private static bool IsResult(TimelineStep step, OriginationResult result) => step.Kind == TimelineKind.Ring && step.Result == result.Value;

    private static Bilingual Waited(CallSummary summary)
    {
        var seconds = (summary.WaitSeconds ?? 0).ToString("0.#", CultureInfo.InvariantCulture);
        var secondsInTurkish = seconds.Replace('.', ',');
        return summary.Outcome == CallOutcome.Answered
            ? new($"The answer took {seconds} s.", $"Cevaplanması {secondsInTurkish} saniye sürdü.")
            : new($"The call lasted {seconds} s.", $"Çağrı {secondsInTurkish} saniye sürdü.");
    }

    private static Bilingual HungUp(CallSummary summary) => summary.HungUpBy switch
    {
        HungUpBy.Caller => new("The caller hung up.", "Arayan kapattı."),
        HungUpBy.Callee => new("The called side hung up.", "Aranan taraf kapattı."),
        _ => new("The PBX ended the call.", "Çağrıyı santral sonlandırdı."),
    };
}
