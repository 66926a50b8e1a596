using System.Globalization;

namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>The body that Bulutfon posts for an event, with the fields of its hook's generation.</summary>
internal static class EventBody
{
    public static byte[] Write(SentEvent sent, WebhookBodyFormat format)
    {
        if (format == WebhookBodyFormat.Form)
        {
            var form = new FormFields();
            Write(form, sent);
            return form.ToBody();
        }

        using var json = new JsonFields();
        Write(json, sent);
        return json.ToBody();
    }

    /// <summary>Phone numbers are numbers in JSON; <c>anonymous</c> is a text.</summary>
    public static void Phone(this IFieldWriter fields, string name, string number)
    {
        if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
        {
            fields.Number(name, digits);
        }
        else
        {
            fields.Text(name, number);
        }
    }

    private static void Write(IFieldWriter fields, SentEvent sent)
    {
        var (call, generation) = (sent.Call, sent.Hook.Generation);
        fields.Text("event_type", generation.NameOf(sent.Type));
        if (generation.Account)
        {
            fields.Number("domain_id", 1234);
            fields.Number("account_id", 5678);
        }

        fields.Phone("caller", call.Caller);
        fields.Phone("callee", call.Callee);
        fields.Text("uuid", call.Uuid);
        fields.Text("direction", call.Direction.Value);
        fields.Number("timestamp", sent.OccurredAt);
        if (sent.Destination is { } destination)
        {
            fields.Phone("destination", destination);
        }

        if (sent.Type == EventType.CallHangup || sent.Type == EventType.MissingCall)
        {
            WriteEnd(fields, sent);
        }

        if (call.IsAutodial)
        {
            fields.Flag("autodial", true);
            fields.Text("additional_data", "müşteri 42, yenileme görüşmesi");
            fields.Text("callback_url", "https://crm.example.com/calls?customer=42");
        }
    }

    private static void WriteEnd(IFieldWriter fields, SentEvent sent)
    {
        var call = sent.Call;
        fields.Text("hangup_cause", call.Cause.Value);
        if (sent.Hook.Generation.NestedCdr)
        {
            CdrBody.Write(fields, call);
        }
        else if (sent.Type == EventType.CallHangup)
        {
            WriteFlatEnd(fields, call);
        }
    }

    private static void WriteFlatEnd(IFieldWriter fields, Call call)
    {
        var day = DateTimeOffset.UnixEpoch.AddTicks(call.Start * TimeSpan.TicksPerMicrosecond).ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);
        fields.Number("talk_duration", call.Answer is { } answer ? (call.End - answer) / 1_000_000 : 0);
        fields.Text("hangup_detail", call.Answer is null ? "recv_cancel" : "send_bye");
        fields.Text("result_disposition", call.Answer is null ? "FAILED" : "SUCCESS");
        fields.Text("cdr_url", $"https://oim.bulutfon.com/account/pbx/call-records/{day}/{call.Uuid}");
        fields.Text("cdr_api_url", $"https://api.bulutfon.com/v2/cdr/{day}/{call.Uuid}");
    }
}
