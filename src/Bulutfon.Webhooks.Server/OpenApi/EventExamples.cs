namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>Every example, in the order in which Bulutfon came to send such events.</summary>
internal static class EventExamples
{
    /// <summary>The example that a form is filled in with, and that shows what is read back.</summary>
    public static readonly EventExample Hangup = new("2015-call_hangup-menu", typeof(CallHangup), "2015: a call ended, with its cdr (two steps)");

    public static readonly IReadOnlyList<EventExample> All =
    [
        new("2015-call_init", typeof(CallInit), "2015: a call began"),
        Hangup,
        new("2015-call_hangup-group", typeof(CallHangup), "2015: a call to a group ended, with the extensions that rang"),
        new("2015-fax_init", typeof(FaxInit), "2015: a fax began, its uuid no GUID"),
        new("2017-missing_call", typeof(MissingCall), "2017: nobody answered, with its cdr"),
        new("2018-call_init_extension", typeof(CallInitExtension), "2018: a call reached an extension"),
        new("2018-call_init_group", typeof(CallInitGroup), "2018: a call reached a group"),
        new("2018-call_init_menu", typeof(CallInitMenu), "2018: a call reached a menu"),
        new("2021-call_init", typeof(CallInit), "2021: a call began, with domain and account"),
        new("2021-call_hangup", typeof(CallHangup), "2021: a call ended, flat, with links to its cdr"),
        new("2021-call_init-autodial", typeof(CallInit), "2021: a call started through Bulutfon's API"),
        new("unknown-type", typeof(UnknownEvent), "A type that nobody has documented: kept like any other"),
    ];
}
