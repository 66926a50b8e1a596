using System.Collections.Frozen;
using System.Globalization;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Every hangup cause by its FreeSWITCH name (<c>switch_call_cause_t</c>). The numbers are those of ITU-T Q.850; FreeSWITCH's own
/// causes have none.
/// </summary>
internal static class HangupCauses
{
    private static readonly FrozenDictionary<string, HangupCauseInfo> ByName = new HangupCauseInfo[]
    {
        new("NONE", 0, CauseMeaning.Ended, new("No cause was given", "Neden belirtilmedi")),
        new("UNSPECIFIED", 0, CauseMeaning.Ended, new("No cause was given", "Neden belirtilmedi")),
        new("UNALLOCATED_NUMBER", 1, CauseMeaning.Failed, new("The number does not exist", "Numara kullanımda değil")),
        new("NO_ROUTE_TRANSIT_NET", 2, CauseMeaning.Failed, new("No way through the network asked for", "İstenen geçiş şebekesine yol yok")),
        new("NO_ROUTE_DESTINATION", 3, CauseMeaning.Failed, new("No way to the number called", "Aranan numaraya yol yok")),
        new("CHANNEL_UNACCEPTABLE", 6, CauseMeaning.Failed, new("The line offered was not acceptable", "Sunulan hat kabul edilmedi")),
        new("CALL_AWARDED_DELIVERED", 7, CauseMeaning.Ended, new("The call was handed over on a line in use", "Çağrı kurulu bir hatta aktarıldı")),
        new("NORMAL_CLEARING", 16, CauseMeaning.Ended, new("One side hung up", "Taraflardan biri kapattı")),
        new("USER_BUSY", 17, CauseMeaning.Busy, new("The called side was busy", "Aranan taraf meşgul")),
        new("NO_USER_RESPONSE", 18, CauseMeaning.NoAnswer, new("The called device did not respond", "Aranan cihaz yanıt vermedi")),
        new("NO_ANSWER", 19, CauseMeaning.NoAnswer, new("It rang and nobody picked up", "Çaldı, kimse açmadı")),
        new("SUBSCRIBER_ABSENT", 20, CauseMeaning.NoAnswer, new("The called side cannot be reached (switched off or out of range)", "Aranan kişiye ulaşılamıyor (kapalı veya kapsama dışı)")),
        new("CALL_REJECTED", 21, CauseMeaning.Rejected, new("The called side refused the call", "Aranan taraf çağrıyı reddetti")),
        new("NUMBER_CHANGED", 22, CauseMeaning.Failed, new("The number has changed", "Numara değişmiş")),
        new("REDIRECTION_TO_NEW_DESTINATION", 23, CauseMeaning.Ended, new("The call was redirected elsewhere", "Çağrı başka bir yere yönlendirildi")),
        new("EXCHANGE_ROUTING_ERROR", 25, CauseMeaning.Failed, new("The exchange could not route the call", "Santral çağrıyı yönlendiremedi")),
        new("DESTINATION_OUT_OF_ORDER", 27, CauseMeaning.Failed, new("The called line is out of order", "Aranan hat arızalı")),
        new("INVALID_NUMBER_FORMAT", 28, CauseMeaning.Failed, new("The number is incomplete or malformed", "Numara eksik veya hatalı")),
        new("FACILITY_REJECTED", 29, CauseMeaning.Failed, new("The network refused a service asked for", "Şebeke istenen hizmeti reddetti")),
        new("RESPONSE_TO_STATUS_ENQUIRY", 30, CauseMeaning.Ended, new("Answer to a status enquiry", "Durum sorgusuna yanıt")),
        new("NORMAL_UNSPECIFIED", 31, CauseMeaning.Ended, new("Ended normally, without a closer cause", "Olağan biçimde bitti, ayrıntı yok")),
        new("NORMAL_CIRCUIT_CONGESTION", 34, CauseMeaning.Failed, new("All lines were in use", "Tüm hatlar dolu")),
        new("NETWORK_OUT_OF_ORDER", 38, CauseMeaning.Ended, new("The network is out of order", "Şebeke arızalı")),
        new("NORMAL_TEMPORARY_FAILURE", 41, CauseMeaning.Ended, new("A passing failure in the network", "Şebekede geçici arıza")),
        new("SWITCH_CONGESTION", 42, CauseMeaning.Failed, new("The exchange was overloaded", "Santral aşırı yüklü")),
        new("ACCESS_INFO_DISCARDED", 43, CauseMeaning.Ended, new("The network dropped part of the information", "Şebeke bilginin bir kısmını iletmedi")),
        new("REQUESTED_CHAN_UNAVAIL", 44, CauseMeaning.Failed, new("The line asked for was not free", "İstenen hat boş değildi")),
        new("PRE_EMPTED", 45, CauseMeaning.Ended, new("A call of higher priority took the line", "Hattı daha öncelikli bir çağrı aldı")),
        new("FACILITY_NOT_SUBSCRIBED", 50, CauseMeaning.Failed, new("The service asked for is not subscribed", "İstenen hizmete abonelik yok")),
        new("OUTGOING_CALL_BARRED", 52, CauseMeaning.Failed, new("Outgoing calls are barred", "Giden aramalar kapalı")),
        new("INCOMING_CALL_BARRED", 54, CauseMeaning.Failed, new("Incoming calls are barred", "Gelen aramalar kapalı")),
        new("BEARERCAPABILITY_NOTAUTH", 57, CauseMeaning.Failed, new("The kind of connection is not permitted", "Bağlantı türüne izin yok")),
        new("BEARERCAPABILITY_NOTAVAIL", 58, CauseMeaning.Failed, new("The kind of connection is not available now", "Bağlantı türü şu anda kullanılamıyor")),
        new("SERVICE_UNAVAILABLE", 63, CauseMeaning.Failed, new("The service is not available", "Hizmet kullanılamıyor")),
        new("BEARERCAPABILITY_NOTIMPL", 65, CauseMeaning.Failed, new("The kind of connection is not supported", "Bağlantı türü desteklenmiyor")),
        new("CHAN_NOT_IMPLEMENTED", 66, CauseMeaning.Failed, new("The kind of line is not supported", "Hat türü desteklenmiyor")),
        new("FACILITY_NOT_IMPLEMENTED", 69, CauseMeaning.Failed, new("The service asked for is not supported", "İstenen hizmet desteklenmiyor")),
        new("SERVICE_NOT_IMPLEMENTED", 79, CauseMeaning.Failed, new("The service or option is not supported", "Hizmet veya seçenek desteklenmiyor")),
        new("INVALID_CALL_REFERENCE", 81, CauseMeaning.Ended, new("The exchange does not know the call", "Santral çağrıyı tanımıyor")),
        new("INCOMPATIBLE_DESTINATION", 88, CauseMeaning.Failed, new("The called device does not fit the call", "Aranan cihaz çağrıyla uyumsuz")),
        new("INVALID_MSG_UNSPECIFIED", 95, CauseMeaning.Ended, new("An invalid message between exchanges", "Santraller arasında geçersiz ileti")),
        new("MANDATORY_IE_MISSING", 96, CauseMeaning.Ended, new("A message lacked something required", "İletide zorunlu bir bilgi eksik")),
        new("MESSAGE_TYPE_NONEXIST", 97, CauseMeaning.Ended, new("A message of an unknown type", "Bilinmeyen türde ileti")),
        new("WRONG_MESSAGE", 98, CauseMeaning.Ended, new("A message that does not fit the state of the call", "Çağrının durumuna uymayan ileti")),
        new("IE_NONEXIST", 99, CauseMeaning.Ended, new("A message with an unknown part", "İletide bilinmeyen bir bölüm")),
        new("INVALID_IE_CONTENTS", 100, CauseMeaning.Ended, new("A message with an invalid part", "İletide geçersiz bir bölüm")),
        new("WRONG_CALL_STATE", 101, CauseMeaning.Ended, new("A message at the wrong moment of the call", "Çağrının yanlış anında ileti")),
        new("RECOVERY_ON_TIMER_EXPIRE", 102, CauseMeaning.Ended, new("The other side went silent", "Karşı taraftan yanıt kesildi")),
        new("MANDATORY_IE_LENGTH_ERROR", 103, CauseMeaning.Ended, new("A message with a part of the wrong length", "İletide yanlış uzunlukta bir bölüm")),
        new("PROTOCOL_ERROR", 111, CauseMeaning.Ended, new("An error of the protocol", "Protokol hatası")),
        new("INTERWORKING", 127, CauseMeaning.Ended, new("Ended in another network, which gives no cause", "Başka bir şebekede bitti, neden bildirilmedi")),
        new("SUCCESS", null, CauseMeaning.Ended, new("Success", "Başarılı")),
        new("ORIGINATOR_CANCEL", null, CauseMeaning.Cancelled, new("The caller gave up while it rang", "Arayan, çalarken vazgeçti")),
        new("CRASH", null, CauseMeaning.Ended, new("The exchange failed", "Santral çöktü")),
        new("SYSTEM_SHUTDOWN", null, CauseMeaning.Ended, new("The exchange was shut down", "Santral kapatıldı")),
        new("LOSE_RACE", null, CauseMeaning.LostRace, new("Another extension picked up first", "Başka bir dahili daha önce açtı")),
        new("MANAGER_REQUEST", null, CauseMeaning.Ended, new("Ended by an administrator", "Yönetici tarafından sonlandırıldı")),
        new("BLIND_TRANSFER", null, CauseMeaning.Ended, new("Transferred without announcement", "Duyurusuz aktarıldı")),
        new("ATTENDED_TRANSFER", null, CauseMeaning.Ended, new("Transferred with announcement", "Duyurulu aktarıldı")),
        new("ALLOTTED_TIMEOUT", null, CauseMeaning.Ended, new("The time allotted to the call was over", "Çağrıya ayrılan süre doldu")),
        new("USER_CHALLENGE", null, CauseMeaning.Ended, new("The exchange asked for credentials", "Santral kimlik doğrulaması istedi")),
        new("MEDIA_TIMEOUT", null, CauseMeaning.Ended, new("No more sound arrived", "Ses gelmez oldu")),
        new("PICKED_OFF", null, CauseMeaning.LostRace, new("Somebody else picked up the ringing call", "Çalan çağrıyı bir başkası aldı")),
        new("USER_NOT_REGISTERED", null, CauseMeaning.NoAnswer, new("The called device is not connected to the PBX", "Aranan cihaz santrale bağlı değil")),
        new("PROGRESS_TIMEOUT", null, CauseMeaning.NoAnswer, new("The called side did not begin to ring in time", "Aranan taraf zamanında çalmaya başlamadı")),
        new("INVALID_GATEWAY", null, CauseMeaning.Failed, new("The line to the network is unknown", "Dış hat tanımlı değil")),
        new("GATEWAY_DOWN", null, CauseMeaning.Failed, new("The line to the network is down", "Dış hat çalışmıyor")),
        new("INVALID_URL", null, CauseMeaning.Failed, new("The address called is malformed", "Aranan adres hatalı")),
        new("INVALID_PROFILE", null, CauseMeaning.Failed, new("The exchange is not set up for the call", "Santral bu çağrı için ayarlanmamış")),
        new("NO_PICKUP", null, CauseMeaning.NoAnswer, new("There was no call to pick up", "Alınacak çağrı yoktu")),
        new("SRTP_READ_ERROR", null, CauseMeaning.Ended, new("The encrypted sound could not be read", "Şifreli ses okunamadı")),
        new("BOWOUT", null, CauseMeaning.Ended, new("The exchange left the call to others", "Santral çağrıdan çekildi")),
        new("BUSY_EVERYWHERE", null, CauseMeaning.Busy, new("The called side was busy everywhere", "Aranan taraf her yerde meşgul")),
        new("DECLINE", null, CauseMeaning.Rejected, new("The called side declined the call", "Aranan taraf çağrıyı geri çevirdi")),
        new("DOES_NOT_EXIST_ANYWHERE", null, CauseMeaning.Failed, new("The called side does not exist", "Aranan taraf yok")),
        new("NOT_ACCEPTABLE", null, CauseMeaning.Failed, new("The called side could not accept the call", "Aranan taraf çağrıyı kabul edemedi")),
        new("UNWANTED", null, CauseMeaning.Rejected, new("The called side does not want the call", "Aranan taraf çağrıyı istemiyor")),
        new("NO_IDENTITY", null, CauseMeaning.Failed, new("The caller's identity was missing", "Arayanın kimliği eksik")),
        new("BAD_IDENTITY_INFO", null, CauseMeaning.Failed, new("The caller's identity could not be fetched", "Arayanın kimliği alınamadı")),
        new("UNSUPPORTED_CERTIFICATE", null, CauseMeaning.Failed, new("The caller's certificate is not supported", "Arayanın sertifikası desteklenmiyor")),
        new("INVALID_IDENTITY", null, CauseMeaning.Failed, new("The caller's identity is invalid", "Arayanın kimliği geçersiz")),
        new("STALE_DATE", null, CauseMeaning.Failed, new("The caller's identity is out of date", "Arayanın kimliği güncel değil")),
        new("REJECT_ALL", null, CauseMeaning.Rejected, new("All calls are refused", "Tüm çağrılar reddediliyor")),
    }.ToFrozenDictionary(info => info.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<int, HangupCauseInfo> ByNumber =
        ByName.Values.Where(info => info is { Q850: not null, Name: not "NONE" }).ToFrozenDictionary(info => info.Q850!.Value);

    public static IReadOnlyCollection<HangupCauseInfo> All => ByName.Values;

    /// <summary>A cause by its name or its number in Q.850, however it is written; null for one that nobody has documented.</summary>
    public static HangupCauseInfo? Find(string? name) =>
        name is null ? null
        : ByName.GetValueOrDefault(name)
            ?? (NumberOf(name) is { } number ? ByNumber.GetValueOrDefault(number) : ByName.GetValueOrDefault(CodeWord.Normal(name)));

    /// <summary>The name of a cause that is documented; any other as it is.</summary>
    public static string? NameOf(string? cause) => Find(cause)?.Name ?? cause;

    /// <summary>The number, alone or as SIP's header Reason has it: <c>Q.850;cause=17;text="User busy"</c>.</summary>
    private static int? NumberOf(ReadOnlySpan<char> text)
    {
        const string Parameter = "cause=";
        if (text.StartsWith("Q.850", StringComparison.OrdinalIgnoreCase) && text.IndexOf(Parameter, StringComparison.OrdinalIgnoreCase) is > 0 and var at)
        {
            text = text[(at + Parameter.Length)..];
            text = text.IndexOf(';') is >= 0 and var end ? text[..end] : text;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static CauseMeaning MeaningOf(string? name) => Find(name)?.Meaning ?? CauseMeaning.Ended;

    /// <summary>The same of a result, where a number is no cause: <c>1</c> may stand for "yes".</summary>
    public static CauseMeaning MeaningOfResult(string? result) => result is null || char.IsAsciiDigit(result[0]) ? CauseMeaning.Ended : MeaningOf(result);
}
