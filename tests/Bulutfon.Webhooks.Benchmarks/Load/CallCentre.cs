using System.Globalization;

namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>Who calls whom, and what becomes of it. The same seed gives the same calls.</summary>
internal sealed class CallCentre
{
    public const int Dids = 20;
    public const int Callers = 60_000;

    private const long Second = 1_000_000;
    private const int Extensions = 40;

    private readonly Random _random;
    private readonly string[] _dids = [.. Enumerable.Range(0, Dids).Select(n => Number(908_508_850_000 + n))];
    private readonly string[] _callers;
    private readonly SendingHook[] _hooks = [.. SendingHook.All.SelectMany(hook => Enumerable.Repeat(hook, hook.Share))];

    public CallCentre(int seed)
    {
        _random = new Random(seed);
        var callers = new HashSet<long>();
        while (callers.Count < Callers)
        {
            // A mobile number, or one of Istanbul.
            callers.Add(_random.Next(4) > 0 ? 905_300_000_000 + _random.Next(300_000_000) : 902_120_000_000 + _random.Next(10_000_000));
        }

        _callers = [.. callers.Select(Number)];
    }

    /// <summary>A call that begins at a time.</summary>
    public Call Next(long start)
    {
        var hook = Pick(_hooks);
        return _random.Next(100) switch
        {
            < 2 => Fax(hook, start),
            < 18 => Outgoing(hook, start),
            _ => Incoming(hook, start),
        };
    }

    private Call Fax(SendingHook hook, long start) => New(hook, start, Caller(), Pick(_dids), Direction.In) with { IsFax = true };

    private Call Outgoing(SendingHook hook, long start)
    {
        var end = start + Seconds(5, 300);
        var answered = _random.Next(100) < 65;
        return New(hook, start, Extension(), Caller(), Direction.Out) with
        {
            IsAutodial = hook.Generation.Account && _random.Next(4) == 0,
            Answer = answered ? start + Seconds(2, 5) : null,
            End = end,
            Cause = answered ? HangupCause.NormalClearing : Pick([HangupCause.NoAnswer, HangupCause.UserBusy, HangupCause.OriginatorCancel]),
        };
    }

    private Call Incoming(SendingHook hook, long start)
    {
        var stages = Stages(start);
        var ringing = stages[^1].Time;
        var answered = _random.Next(100) < 78;
        return New(hook, start, _random.Next(100) == 0 ? "anonymous" : Caller(), Pick(_dids), Direction.In) with
        {
            Stages = stages,
            Answer = answered ? ringing + Seconds(2, 20) : null,
            End = ringing + (answered ? Seconds(25, 400) : Seconds(5, 45)),
            Cause = answered || _random.Next(3) > 0 ? HangupCause.NormalClearing : HangupCause.OriginatorCancel,
        };
    }

    /// <summary>Straight to an extension, or through a menu or a group, or both.</summary>
    private List<Stage> Stages(long start)
    {
        var stages = new List<Stage>(3);
        var way = _random.Next(10);
        var time = start + _random.NextInt64(Second / 2);
        if (way < 4)
        {
            stages.Add(new Stage(EventType.CallInitMenu, Number(10 + _random.Next(4)), time));
            time += Seconds(4, 20);
        }

        if (way is > 1 and < 8)
        {
            stages.Add(new Stage(EventType.CallInitGroup, Number(101 + _random.Next(6)), time));
            time += Seconds(1, 3);
        }

        stages.Add(new Stage(EventType.CallInitExtension, Extension(), time));
        return stages;
    }

    private Call New(SendingHook hook, long start, string caller, string callee, Direction direction) => new()
    {
        Hook = hook,
        Uuid = Uuid(),
        Caller = caller,
        Callee = callee,
        Direction = direction,
        Start = start,
        End = start,
        Cause = HangupCause.NormalClearing,
    };

    private string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    /// <summary>Some call often: the number at a tenth of the list comes three times as often as the one at its end.</summary>
    private string Caller()
    {
        var place = _random.NextDouble();
        return _callers[(int)(place * place * Callers)];
    }

    private string Extension() => Number(1001 + _random.Next(Extensions));

    private long Seconds(int least, int most) => _random.NextInt64(least * Second, most * Second);

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
