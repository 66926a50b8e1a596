namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Figures of the quarter hours of a row, as bytes: those without calls are left out, and equal figures give equal bytes. A quarter
/// is its place in the row, seven counts, and three distributions.
/// </summary>
internal static class CallFiguresFormat
{
    public static byte[] Write(IEnumerable<KeyValuePair<int, CallFigures>> quarters)
    {
        var bytes = new List<byte>(64);
        foreach (var (quarter, figures) in quarters.OrderBy(each => each.Key))
        {
            Write(bytes, quarter);
            Write(bytes, figures.Calls);
            Write(bytes, figures.Answered);
            Write(bytes, figures.Missed);
            Write(bytes, figures.Abandoned);
            Write(bytes, figures.Rejected);
            Write(bytes, figures.Busy);
            Write(bytes, figures.Fax);
            Write(bytes, figures.AnsweredWaits);
            Write(bytes, figures.VainWaits);
            Write(bytes, figures.Talks);
        }

        return [.. bytes];
    }

    /// <summary>Adds the figures of each quarter to those that it is told to add to.</summary>
    /// <param name="bytes">What <see cref="Write(IEnumerable{KeyValuePair{int, CallFigures}})"/> gave.</param>
    /// <param name="targetOf">Where the figures of a quarter go, told with its calls and those that were missed or abandoned; null if nowhere.</param>
    /// <exception cref="InvalidDataException">The bytes are no figures.</exception>
    public static void AddTo(ReadOnlySpan<byte> bytes, Func<int, long, long, CallFigures?> targetOf)
    {
        var nowhere = new CallFigures();
        while (!bytes.IsEmpty)
        {
            var quarter = (int)Read(ref bytes);
            var (calls, answered, missed, abandoned) = (Read(ref bytes), Read(ref bytes), Read(ref bytes), Read(ref bytes));
            var figures = targetOf(quarter, calls, missed + abandoned) ?? nowhere;
            figures.Calls += calls;
            figures.Answered += answered;
            figures.Missed += missed;
            figures.Abandoned += abandoned;
            figures.Rejected += Read(ref bytes);
            figures.Busy += Read(ref bytes);
            figures.Fax += Read(ref bytes);
            Read(ref bytes, figures.AnsweredWaits);
            Read(ref bytes, figures.VainWaits);
            Read(ref bytes, figures.Talks);
        }
    }

    private static void Write(List<byte> bytes, Distribution distribution)
    {
        Write(bytes, distribution.StepCount);
        if (distribution.StepCount == 0)
        {
            return;
        }

        Write(bytes, distribution.SumMilliseconds);
        var last = 0;
        foreach (var (step, count) in distribution.Steps)
        {
            Write(bytes, step - last);
            Write(bytes, count);
            last = step;
        }
    }

    private static void Read(ref ReadOnlySpan<byte> bytes, Distribution distribution)
    {
        var steps = Read(ref bytes);
        if (steps == 0)
        {
            return;
        }

        distribution.AddSum(Read(ref bytes));
        for (var step = 0L; steps > 0; steps--)
        {
            step += Read(ref bytes);
            distribution.AddStep((int)step, Read(ref bytes));
        }
    }

    private static void Write(List<byte> bytes, long number)
    {
        if (number < 0)
        {
            throw new InvalidDataException("A call was taken away from figures that it was not in.");
        }

        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        bytes.Add((byte)number);
    }

    private static long Read(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            if (bytes.IsEmpty)
            {
                break;
            }

            var next = bytes[0];
            bytes = bytes[1..];
            number |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException("The figures are damaged.");
    }
}
