using System.Globalization;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

/// <summary>Calls as Bulutfon posts them, now.</summary>
internal static class PostedCalls
{
    public static Task<long> BeginAsync(HttpClient hook, string uuid, string caller = "905322041584", TimeSpan ago = default) =>
        PostAsync(hook, "call_init", uuid, caller, ago);

    public static Task<long> ReachAsync(HttpClient hook, string uuid, string kind, string destination, string caller = "905322041584", TimeSpan ago = default) =>
        PostAsync(hook, "call_init_" + kind, uuid, caller, ago, $",\"destination\":{destination}");

    public static Task<long> MissAsync(HttpClient hook, string uuid, string caller = "905322041584", TimeSpan ago = default) =>
        PostAsync(hook, "missing_call", uuid, caller, ago, ",\"hangup_cause\":\"NO_ANSWER\"");

    public static Task<long> HangUpAsync(HttpClient hook, string uuid, string caller = "905322041584", int talked = 40, TimeSpan ago = default, string result = "SUCCESS") =>
        PostAsync(
            hook,
            "call_hangup",
            uuid,
            caller,
            ago,
            string.Create(CultureInfo.InvariantCulture, $",\"hangup_cause\":\"NORMAL_CLEARING\",\"talk_duration\":{talked},\"result_disposition\":\"{result}\",\"hangup_detail\":\"CALLER\",\"cdr_url\":\"https://panel.example/cdr/1\""));

    public static async Task<long> PostAsync(HttpClient hook, string type, string uuid, string caller = "905322041584", TimeSpan ago = default, string more = "")
    {
        var at = (TimeProvider.System.GetUtcNow() - ago).UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        return await hook.PostEventAsync(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"event_type":"{{type}}","uuid":"{{uuid}}","caller":{{caller}},"callee":908508850000,"direction":"IN","timestamp":{{at / 10}}{{more}}}"""));
    }
}
