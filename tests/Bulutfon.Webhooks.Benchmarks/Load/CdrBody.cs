using System.Globalization;

namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>The call detail record that the hangup carried until 2020, with one step for each stage and the legs that rang.</summary>
internal static class CdrBody
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(3);

    public static void Write(IFieldWriter fields, Call call)
    {
        fields.Begin("cdr");
        fields.Text("uuid", call.Uuid);
        fields.Text("bf_calltype", "voice");
        fields.Text("bf_direction", call.Direction.Value);
        fields.Phone("bf_caller", call.Caller);
        fields.Phone("bf_callee", call.Callee);
        fields.Text("call_time", Time(call.Start));
        fields.Text("answer_time", Time(call.Answer));
        fields.Text("hangup_time", Time(call.End));
        fields.Flag("call_record", false);
        fields.Text("hangup_cause", call.Cause.Value);
        fields.Text("sip_hangup_disposition", call.Answer is null ? "recv_cancel" : "recv_bye");
        fields.BeginList("callflow");
        WriteSteps(fields, call);
        fields.End();
        fields.End();
    }

    private static void WriteSteps(IFieldWriter fields, Call call)
    {
        fields.BeginItem();
        fields.Phone("callee", call.Callee);
        fields.Text("start_time", Time(call.Start));
        fields.Text("redirection", call.Stages.Count == 0 ? "OTHER" : "REDIRECTED_TO_" + Kind(call.Stages[0]));
        if (call.Stages.Count > 0)
        {
            fields.Phone("redirection_target", call.Stages[0].Number);
        }

        fields.End();
        foreach (var stage in call.Stages)
        {
            WriteStep(fields, call, stage);
        }
    }

    private static void WriteStep(IFieldWriter fields, Call call, Stage stage)
    {
        fields.BeginItem();
        fields.Phone("callee", stage.Number);
        fields.Text("start_time", Time(stage.Time));
        fields.Text("answer_time", Time(stage.Type == EventType.CallInitMenu ? stage.Time : call.Answer));
        fields.Text("hangup_time", Time(call.End));
        fields.Text("redirection", "CONNECTING_TO_" + Kind(stage));
        if (stage.Type == EventType.CallInitGroup)
        {
            WriteLegs(fields, call, stage);
        }

        fields.End();
    }

    private static void WriteLegs(IFieldWriter fields, Call call, Stage group)
    {
        fields.BeginList("origination");
        foreach (var stage in call.Stages.Where(stage => stage.Type == EventType.CallInitExtension))
        {
            fields.BeginItem();
            fields.Phone("destination", stage.Number);
            fields.Text("start_time", Time(group.Time));
            fields.Text("answer_time", Time(call.Answer));
            fields.Text("hangup_time", Time(call.End));
            fields.Text("result", call.Answer is null ? "LOSE_RACE" : "ANSWERED");
            fields.End();
        }

        fields.End();
    }

    private static string Kind(Stage stage) => stage.Type == EventType.CallInitMenu ? "MENU" : stage.Type == EventType.CallInitGroup ? "GROUP" : "EXTENSION";

    private static string? Time(long? microseconds) => microseconds is { } time
        ? DateTimeOffset.UnixEpoch.AddTicks(time * TimeSpan.TicksPerMicrosecond).ToOffset(Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
        : null;
}
