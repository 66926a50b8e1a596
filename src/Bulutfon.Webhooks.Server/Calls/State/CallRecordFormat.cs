namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A call detail record as bytes, a part of <see cref="CallStateFormat"/>.</summary>
internal static class CallRecordFormat
{
    public static void Write(ref StateWriter writer, CallRecord record)
    {
        CallStateFormat.Write(ref writer, record.Ending);
        writer.Time(record.CallTime);
        writer.Time(record.AnswerTime);
        writer.Byte(record.AnswerIsUnreadable ? (byte)1 : (byte)0);
        writer.Time(record.HangupTime);
        writer.Number(record.MissingCall is { } missing ? (missing ? 1 : 0) : null);
        writer.Byte((byte)record.Recording);
        writer.Unsigned((ulong)record.Steps.Length);
        foreach (var step in record.Steps)
        {
            Write(ref writer, step);
        }
    }

    public static CallRecord Read(ref StateReader reader) => new()
    {
        Ending = CallStateFormat.ReadEnding(ref reader),
        CallTime = reader.OptionalTime(),
        AnswerTime = reader.OptionalTime(),
        AnswerIsUnreadable = reader.Flag(),
        HangupTime = reader.OptionalTime(),
        MissingCall = reader.OptionalNumber() is { } missing ? missing == 1 : null,
        Recording = (Recording)reader.Byte(),
        Steps = ReadSteps(ref reader),
    };

    private static void Write(ref StateWriter writer, RecordStep step)
    {
        writer.Byte((byte)step.Kind);
        writer.Text(step.Number);
        writer.Time(step.Start);
        writer.Time(step.Answer);
        writer.Time(step.End);
        writer.Byte((byte)((step.Rang ? 1 : 0) | (step.PickedUp ? 2 : 0) | (step.AnswerIsUnreadable ? 4 : 0) | (step.LegsFailed ? 8 : 0)));
        writer.Byte((byte)step.LegsResult);
        writer.Byte((byte)(step.Begins ?? PlaceKind.Unknown));
        if (step.PickedUp)
        {
            writer.Text(step.PickedUpBy);
            writer.Time(step.PickedUpAt);
            writer.Time(step.LegEnd);
        }
    }

    private static RecordStep[] ReadSteps(ref StateReader reader)
    {
        var steps = new RecordStep[reader.Count(RecordSteps.Limit)];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = ReadStep(ref reader);
        }

        return steps;
    }

    private static RecordStep ReadStep(ref StateReader reader)
    {
        var (kind, number) = ((PlaceKind)reader.Byte(), reader.Text());
        var (start, answer, end) = (reader.OptionalTime(), reader.OptionalTime(), reader.OptionalTime());
        var (legs, result, begins) = (reader.Byte(), (LegsResult)reader.Byte(), (PlaceKind)reader.Byte());
        var pickedUp = (legs & 2) != 0;
        return new RecordStep
        {
            Kind = kind,
            Number = number,
            Start = start,
            Answer = answer,
            End = end,
            Rang = (legs & 1) != 0,
            PickedUp = pickedUp,
            AnswerIsUnreadable = (legs & 4) != 0,
            LegsFailed = (legs & 8) != 0,
            LegsResult = result,
            Begins = begins == PlaceKind.Unknown ? null : begins,
            PickedUpBy = pickedUp ? reader.Text() : null,
            PickedUpAt = pickedUp ? reader.OptionalTime() : null,
            LegEnd = pickedUp ? reader.OptionalTime() : null,
        };
    }
}
