namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Figures of the quarter hours of a row, as bytes: those without calls are left out, and equal figures give equal bytes. A quarter
/// is its place in the row, seven counts, and three distributions.
/// </summary>
internal static class CallFiguresFormat
{
    /// <summary>Adds changes to the figures of a row. What they do not touch is copied as it is, and what adds up to nothing left out.</summary>
    /// <param name="stored">The row; empty if there is none.</param>
    /// <param name="changes">For each quarter what is added; gets the sum.</param>
    /// <exception cref="InvalidDataException">The row is damaged, or has less than is taken away.</exception>
    public static byte[] Merge(ReadOnlySpan<byte> stored, IEnumerable<KeyValuePair<int, CallFigures>> changes)
    {
        var bytes = new List<byte>(stored.Length + 64);
        foreach (var (quarter, figures) in changes.OrderBy(each => each.Key))
        {
            while (!stored.IsEmpty)
            {
                var rest = stored;
                var next = (int)Read(ref rest);
                if (next > quarter)
                {
                    break;
                }

                Read(ref rest, next == quarter ? figures : null);
                if (next < quarter)
                {
                    bytes.AddRange(stored[..^rest.Length]);
                }

                stored = rest;
            }

            if (!figures.IsEmpty)
            {
                Write(bytes, quarter);
                Write(bytes, figures);
            }
        }

        bytes.AddRange(stored);
        return [.. bytes];
    }

    /// <summary>Adds the figures of each quarter to those that it is told to add to.</summary>
    /// <param name="bytes">What <see cref="Merge"/> gave.</param>
    /// <param name="targetOf">Where the figures of a quarter go, told with its calls and those that were missed or abandoned; null if nowhere.</param>
    /// <exception cref="InvalidDataException">The bytes are no figures.</exception>
    public static void AddTo(ReadOnlySpan<byte> bytes, Func<int, long, long, CallFigures?> targetOf)
    {
        while (!bytes.IsEmpty)
        {
            var quarter = (int)Read(ref bytes);
            var counts = bytes;
            var (calls, _, missed, abandoned) = (Read(ref counts), Read(ref counts), Read(ref counts), Read(ref counts));
            Read(ref bytes, targetOf(quarter, calls, missed + abandoned));
        }
    }

    private static void Write(List<byte> bytes, CallFigures figures)
    {
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

    /// <summary>Reads the figures of a quarter, and adds them if there is something to add to.</summary>
    private static void Read(ref ReadOnlySpan<byte> bytes, CallFigures? figures)
    {
        const int Counts = 7;
        if (figures is null)
        {
            for (var count = 0; count < Counts; count++)
            {
                Read(ref bytes);
            }
        }
        else
        {
            figures.Calls += Read(ref bytes);
            figures.Answered += Read(ref bytes);
            figures.Missed += Read(ref bytes);
            figures.Abandoned += Read(ref bytes);
            figures.Rejected += Read(ref bytes);
            figures.Busy += Read(ref bytes);
            figures.Fax += Read(ref bytes);
        }

        Read(ref bytes, figures?.AnsweredWaits);
        Read(ref bytes, figures?.VainWaits);
        Read(ref bytes, figures?.Talks);
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

    private static void Read(ref ReadOnlySpan<byte> bytes, Distribution? distribution)
    {
        var steps = Read(ref bytes);
        if (steps == 0)
        {
            return;
        }

        var sum = Read(ref bytes);
        distribution?.AddSum(sum);
        for (var step = 0L; steps > 0; steps--)
        {
            step += Read(ref bytes);
            var count = Read(ref bytes);
            distribution?.AddStep((int)Math.Min(step, int.MaxValue), count);
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
        if (!bytes.IsEmpty && bytes[0] < 0x80)
        {
            var small = bytes[0];
            bytes = bytes[1..];
            return small;
        }

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
