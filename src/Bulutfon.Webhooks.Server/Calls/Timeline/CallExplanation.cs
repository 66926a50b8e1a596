using System.Globalization;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Why a call counts as it does, in sentences.</summary>
internal static class CallExplanation
{
    private static readonly Bilingual LostRaces = new(
        "The other phones of the group stopped ringing when one was picked up; they missed no call.",
        "Gruptaki diğer telefonlar, biri açılınca sustu; bunlar cevapsız çağrı değildir.");

    private static readonly Bilingual MissingAgainstRecord = new(
        "The record also shows an answer, but a missing call decides.",
        "Kayıtta bir cevap da görünüyor, ancak cevapsız çağrı bildirimi esastır.");

    private static readonly Bilingual MissingAgainstSuccess = new(
        "Bulutfon also reported the result SUCCESS, but a missing call decides.",
        "Bulutfon SUCCESS sonucunu da bildirdi, ancak cevapsız çağrı bildirimi esastır.");

    private static readonly Bilingual SuccessInMenus = new(
        "The path that was reported has only menus, so it does not show who answered.",
        "Bildirilen yolda yalnızca menü var; kimin cevapladığı görünmüyor.");

    private static readonly Bilingual TalkWithMenus = new(
        "The talk time that Bulutfon sent includes the menu, so how long a person talked is not known.",
        "Bulutfon'un bildirdiği konuşma süresi menüyü de kapsar; bir kişinin ne kadar konuştuğu bilinmiyor.");

    public static Bilingual Of(IReadOnlyList<TimelineStep> steps, CallSummary summary)
    {
        var sentences = new List<Bilingual> { summary.ReasonText };
        Add(sentences, MissingAgainstRecord, MissingDecides(summary) && summary.RecordShowsAnswer);
        Add(sentences, MissingAgainstSuccess, MissingDecides(summary) && summary.SuccessIsReported);
        Add(sentences, SuccessInMenus, summary.Reason == OutcomeReasons.ResultSuccess && summary.Path.Count > 0 && summary.Path.All(place => place.Kind == PlaceKind.Menu));
        Add(sentences, LostRaces, summary.Outcome == CallOutcome.Answered && steps.Any(step => IsResult(step, OriginationResult.LoseRace)));
        Add(sentences, Waited(summary), summary.WaitSeconds is not null);
        Add(sentences, InMenus(summary), summary.MenuSeconds > 0);
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

    private static bool IsResult(TimelineStep step, OriginationResult result) => step.Kind == TimelineKind.Ring && CodeWord.Is(step.Result, result.Value);

    private static bool MissingDecides(CallSummary summary) => summary.Reason == OutcomeReasons.MissingCallEvent || summary.Reason == OutcomeReasons.MissingCallInRecord;

    private static Bilingual Waited(CallSummary summary)
    {
        var (seconds, secondsInTurkish) = Seconds(summary.WaitSeconds);
        return summary.Outcome == CallOutcome.Answered
            ? new($"The answer took {seconds} s.", $"Cevaplanması {secondsInTurkish} saniye sürdü.")
            : new($"The call lasted {seconds} s.", $"Çağrı {secondsInTurkish} saniye sürdü.");
    }

    private static Bilingual InMenus(CallSummary summary)
    {
        var (seconds, secondsInTurkish) = Seconds(summary.MenuSeconds);
        return new($"The caller spent {seconds} s in menus.", $"Arayan, menülerde {secondsInTurkish} saniye geçirdi.");
    }

    private static (string English, string Turkish) Seconds(double? value)
    {
        var seconds = (value ?? 0).ToString("0.#", CultureInfo.InvariantCulture);
        return (seconds, seconds.Replace('.', ','));
    }

    private static Bilingual HungUp(CallSummary summary) => summary.HungUpBy switch
    {
        HungUpBy.Caller => new("The caller hung up.", "Arayan kapattı."),
        HungUpBy.Callee => new("The called side hung up.", "Aranan taraf kapattı."),
        _ => new("The PBX ended the call.", "Çağrıyı santral sonlandırdı."),
    };
}
