namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Every reason, in the order of the rules that give them.</summary>
internal static class OutcomeReasons
{
    public static readonly OutcomeReason Fax = new(
        "fax", "This is a fax.", "Bu bir faks.");

    public static readonly OutcomeReason MissingCallEvent = new(
        "missing_call_event", "Bulutfon reported a missing call: nobody answered.", "Bulutfon cevapsız çağrı bildirdi: kimse cevaplamadı.");

    public static readonly OutcomeReason MissingCallInRecord = new(
        "missing_call_in_record", "The call detail record says that nobody answered.", "Çağrı detay kaydına göre kimse cevaplamadı.");

    public static readonly OutcomeReason LegPickedUp = new(
        "leg_picked_up", "A phone that rang was picked up: {place}.", "Çalan telefon açıldı: {place}.");

    public static readonly OutcomeReason ConnectedAndAnswered = new(
        "connected_and_answered", "The call was connected and answered: {place}.", "Çağrı bağlandı ve cevaplandı: {place}.");

    public static readonly OutcomeReason FarEndAnswered = new(
        "far_end_answered", "The called number answered: {place}.", "Aranan numara cevapladı: {place}.");

    public static readonly OutcomeReason ResultSuccess = new(
        "result_success", "Bulutfon reported the result SUCCESS: a person answered.", "Bulutfon SUCCESS sonucunu bildirdi: bir kişi cevapladı.");

    public static readonly OutcomeReason AnswerTimeUnreadable = new(
        "answer_time_unreadable",
        "The call detail record has an answer time that cannot be read: somebody may have answered.",
        "Çağrı detay kaydındaki cevaplanma zamanı okunamıyor: çağrı cevaplanmış olabilir.");

    public static readonly OutcomeReason AnswerWithoutPickUp = new(
        "answer_without_pick_up",
        "The call detail record has an answer time, but none of the phones that rang was picked up: {place}. Whether a person answered is not said.",
        "Çağrı detay kaydında cevaplanma zamanı var, ancak çalan telefonların hiçbiri açılmamış: {place}. Bir kişinin cevaplayıp cevaplamadığı belli değil.");

    public static readonly OutcomeReason OtherNumberAnswered = new(
        "other_number_answered",
        "Another number than the called one answered: {place}. Whether the called one did is not said.",
        "Aranan numara değil, başka bir numara cevapladı: {place}. Aranan numaranın cevaplayıp cevaplamadığı belli değil.");

    public static readonly OutcomeReason OnlyUnknownEvents = new(
        "only_unknown_events",
        "Only events of a type that is not known were received: they do not say what became of the call.",
        "Yalnızca türü bilinmeyen bildirimler geldi; çağrıya ne olduğu bunlardan anlaşılmıyor.");

    public static readonly OutcomeReason NoHangupYet = new(
        "no_hangup_yet", "No hangup has been received yet.", "Henüz kapanış bildirimi gelmedi.");

    public static readonly OutcomeReason NoHangupReceived = new(
        "no_hangup_received",
        "No hangup received: the call has been silent for too long to be still in progress, and how it ended is not known.",
        "Kapanış bildirimi gelmedi: çağrı sürüyor sayılamayacak kadar uzun süredir sessiz; nasıl bittiği bilinmiyor.");

    public static readonly OutcomeReason Busy = new(
        "called_side_busy", "The called side was busy ({code}).", "Aranan taraf meşguldü ({code}).");

    public static readonly OutcomeReason Rejected = new(
        "called_side_refused", "The called side refused the call ({code}).", "Aranan taraf çağrıyı reddetti ({code}).");

    public static readonly OutcomeReason AllPhonesBusy = new(
        "all_phones_busy", "Every phone that was tried was busy: {place}.", "Aranan telefonların hepsi meşguldü: {place}.");

    public static readonly OutcomeReason AllPhonesRefused = new(
        "all_phones_refused", "Every phone that rang refused the call: {place}.", "Çalan telefonların hepsi çağrıyı reddetti: {place}.");

    public static readonly OutcomeReason HungUpInMenu = new(
        "hung_up_in_menu",
        "The call ended in a menu, and no phone had rung: {place}. That a menu answers is no answer.",
        "Çağrı menüde bitti, hiçbir telefon çalmadı: {place}. Menünün cevaplaması cevap sayılmaz.");

    public static readonly OutcomeReason GaveUpWhileRinging = new(
        "gave_up_while_ringing", "The caller gave up before anybody answered ({code}).", "Arayan, kimse cevaplamadan vazgeçti ({code}).");

    public static readonly OutcomeReason NobodyPickedUp = new(
        "nobody_picked_up", "It rang and nobody picked up: {place}.", "Çaldı, kimse açmadı: {place}.");

    public static readonly OutcomeReason FarEndDidNotAnswer = new(
        "far_end_did_not_answer", "The called number did not answer ({cause}).", "Aranan numara cevaplamadı ({cause}).");

    public static readonly OutcomeReason CauseNoAnswer = new(
        "cause_no_answer", "The hangup cause says that nobody answered ({cause}).", "Kapanış nedenine göre kimse cevaplamadı ({cause}).");

    public static readonly OutcomeReason CouldNotConnect = new(
        "could_not_connect", "The call could not be connected ({cause}).", "Çağrı bağlanamadı ({cause}).");

    public static readonly OutcomeReason NeverAnswered = new(
        "never_answered", "The call detail record has no answer time: nobody answered, not even a menu.", "Çağrı detay kaydında cevaplanma zamanı yok: çağrıyı kimse açmadı, menü de devreye girmedi.");

    public static readonly OutcomeReason NoTalkTime = new(
        "no_talk_time", "The call ended without a second of talk: nobody answered, not even a menu.", "Çağrı bir saniye bile konuşulmadan bitti: çağrıyı kimse açmadı, menü de devreye girmedi.");

    public static readonly OutcomeReason NoSuccess = new(
        "no_success", "The call reached a person's phone, and Bulutfon did not report SUCCESS: {place}.", "Çağrı bir telefona ulaştı, ancak Bulutfon SUCCESS bildirmedi: {place}.");

    public static readonly OutcomeReason ResultNotSuccess = new(
        "result_not_success", "Bulutfon reported another result than SUCCESS: nobody answered ({cause}).", "Bulutfon SUCCESS dışında bir sonuç bildirdi: kimse cevaplamadı ({cause}).");

    public static readonly OutcomeReason ResultNotKnown = new(
        "result_not_known",
        "Bulutfon reported a result that nobody has documented ({cause}): whether a person answered is not said.",
        "Bulutfon belgelenmemiş bir sonuç bildirdi ({cause}): bir kişinin cevaplayıp cevaplamadığı belli değil.");

    public static readonly OutcomeReason GenerationCannotTell = new(
        "generation_cannot_tell",
        "The hangup has neither a result nor a call detail record: this generation of events does not say whether a person answered.",
        "Kapanış bildiriminde ne sonuç ne de çağrı detay kaydı var: bu türden bildirimlerde çağrının cevaplanıp cevaplanmadığı yer almaz.");

    public static readonly OutcomeReason ResultLeftEmpty = new(
        "result_left_empty",
        "The hangup has talk time but no result, and listening to a menu counts as talk time: whether a person answered is not said.",
        "Kapanış bildiriminde konuşma süresi var, sonuç yok; menü dinlemek de konuşma süresi sayılır: bir kişinin cevaplayıp cevaplamadığı belli değil.");

    public static readonly OutcomeReason AnsweredElsewhere = new(
        "answered_elsewhere",
        "The call detail record has an answer time, but no extension or group that answered: whether it was a person is not said.",
        "Çağrı detay kaydında cevaplanma zamanı var, ancak cevaplayan dahili veya grup yok: bir kişinin cevaplayıp cevaplamadığı belli değil.");

    public static readonly OutcomeReason RecordSaysNotMissed = new(
        "record_says_not_missed",
        "The call detail record says that the call was not missed, but shows no answer by a person.",
        "Çağrı detay kaydına göre bu bir cevapsız çağrı değil, ancak kayıtta bir kişinin cevapladığı da görünmüyor.");

    public static IReadOnlyList<OutcomeReason> All { get; } =
    [
        Fax, MissingCallEvent, MissingCallInRecord, LegPickedUp, ConnectedAndAnswered, FarEndAnswered, ResultSuccess, AnswerTimeUnreadable, AnswerWithoutPickUp, OtherNumberAnswered, OnlyUnknownEvents,
        NoHangupYet, NoHangupReceived, Busy, Rejected, AllPhonesBusy, AllPhonesRefused, HungUpInMenu, GaveUpWhileRinging, NobodyPickedUp, FarEndDidNotAnswer, CauseNoAnswer, CouldNotConnect, NeverAnswered,
        NoTalkTime, NoSuccess, ResultNotSuccess, ResultNotKnown, GenerationCannotTell, ResultLeftEmpty, AnsweredElsewhere,
        RecordSaysNotMissed,
    ];
}
