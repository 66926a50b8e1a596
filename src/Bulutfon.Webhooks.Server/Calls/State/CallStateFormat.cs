namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A state as bytes: a version, then the parts in a fixed order. One state has one form.</summary>
internal static class CallStateFormat
{
    /// <summary>Changes with the form of the bytes and with what is read from an event; stored states of another are made anew.</summary>
    public const byte Version = 4;

    public static byte[] Write(CallState state)
    {
        var writer = new StateWriter(state.First.Timestamp);
        writer.Byte(Version);
        writer.Number(state.First.Timestamp);
        writer.Unsigned((ulong)state.First.Id);
        writer.Text(state.First.Hook);
        writer.Time(state.LastTimestamp);
        writer.Time(state.LastReceivedAt);
        writer.Unsigned((ulong)state.LastEventId);
        writer.Byte((byte)Parts(state));
        if (state.Opening is { } opening)
        {
            Write(ref writer, opening);
        }

        if (state.Arrivals.Length > 0)
        {
            Write(ref writer, state.Arrivals);
        }

        if (state.Missing is { } missing)
        {
            Write(ref writer, missing);
        }

        if (state.Hangup is { } hangup)
        {
            Write(ref writer, hangup);
        }

        if (state.Record is { } record)
        {
            CallRecordFormat.Write(ref writer, record);
        }

        return writer.Finish();
    }

    public static CallState Read(string uuid, ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        if (reader.Byte() is var version && version != Version)
        {
            throw new InvalidDataException($"The state of a call has version {version}; this server reads version {Version}.");
        }

        var firstTimestamp = reader.Number();
        reader.BaseTime = firstTimestamp;
        var first = new FirstEvent(firstTimestamp, (long)reader.Unsigned(), reader.Text() ?? "");
        var (lastTimestamp, lastReceivedAt, lastEventId) = (reader.Time(), reader.Time(), (long)reader.Unsigned());
        var parts = (StateParts)reader.Byte();
        var state = new CallState
        {
            Uuid = uuid,
            First = first,
            LastTimestamp = lastTimestamp,
            LastReceivedAt = lastReceivedAt,
            LastEventId = lastEventId,
            IsFax = parts.HasFlag(StateParts.Fax),
            Autodial = parts.HasFlag(StateParts.Autodial),
            Opening = parts.HasFlag(StateParts.Opening) ? ReadOpening(ref reader) : null,
            Arrivals = parts.HasFlag(StateParts.Arrivals) ? ReadArrivals(ref reader) : [],
            Missing = parts.HasFlag(StateParts.Missing) ? ReadEnding(ref reader) : null,
            Hangup = parts.HasFlag(StateParts.Hangup) ? ReadEnding(ref reader) : null,
            Record = parts.HasFlag(StateParts.Record) ? CallRecordFormat.Read(ref reader) : null,
        };
        return reader.AtEnd ? state : throw StateReader.Damaged();
    }

    public static void Write(ref StateWriter writer, Ending ending)
    {
        writer.Time(ending.Timestamp);
        writer.Unsigned((ulong)ending.Id);
        Write(ref writer, ending.Parties);
        writer.Text(ending.Cause);
        writer.Text(ending.Detail);
        writer.Text(ending.Result);
        writer.Number(ending.TalkDuration);
        writer.Text(ending.CdrUrl);
        writer.Text(ending.CdrApiUrl);
    }

    public static Ending ReadEnding(ref StateReader reader) => new()
    {
        Timestamp = reader.Time(),
        Id = (long)reader.Unsigned(),
        Parties = ReadParties(ref reader),
        Cause = reader.Text(),
        Detail = reader.Text(),
        Result = reader.Text(),
        TalkDuration = reader.OptionalNumber(),
        CdrUrl = reader.Text(),
        CdrApiUrl = reader.Text(),
    };

    private static StateParts Parts(CallState state) =>
        (state.IsFax ? StateParts.Fax : StateParts.None)
        | (state.Autodial ? StateParts.Autodial : StateParts.None)
        | (state.Opening is null ? StateParts.None : StateParts.Opening)
        | (state.Arrivals.Length == 0 ? StateParts.None : StateParts.Arrivals)
        | (state.Missing is null ? StateParts.None : StateParts.Missing)
        | (state.Hangup is null ? StateParts.None : StateParts.Hangup)
        | (state.Record is null ? StateParts.None : StateParts.Record);

    private static void Write(ref StateWriter writer, Parties parties)
    {
        writer.Text(parties.Direction);
        writer.Text(parties.Caller);
        writer.Text(parties.Callee);
        writer.Text(parties.AdditionalData);
    }

    private static Parties ReadParties(ref StateReader reader) => new(reader.Text(), reader.Text(), reader.Text(), reader.Text());

    private static void Write(ref StateWriter writer, Opening opening)
    {
        writer.Byte((byte)opening.Kind);
        writer.Time(opening.Timestamp);
        writer.Unsigned((ulong)opening.Id);
        Write(ref writer, opening.Parties);
    }

    private static Opening ReadOpening(ref StateReader reader) =>
        new((OpeningKind)reader.Byte(), reader.Time(), (long)reader.Unsigned(), ReadParties(ref reader));

    private static void Write(ref StateWriter writer, Arrival[] arrivals)
    {
        writer.Unsigned((ulong)arrivals.Length);
        foreach (var arrival in arrivals)
        {
            writer.Byte((byte)arrival.Kind);
            writer.Text(arrival.Destination);
            writer.Time(arrival.Timestamp);
            writer.Unsigned((ulong)arrival.Id);
        }
    }

    private static Arrival[] ReadArrivals(ref StateReader reader)
    {
        var arrivals = new Arrival[reader.Count(Arrivals.Limit)];
        for (var i = 0; i < arrivals.Length; i++)
        {
            arrivals[i] = new Arrival((PlaceKind)reader.Byte(), reader.Text(), reader.Time(), (long)reader.Unsigned());
        }

        return arrivals;
    }
}

/// <summary>Which parts follow.</summary>
[Flags]
internal enum StateParts : byte
{
    None = 0,
    Fax = 1,
    Autodial = 2,
    Opening = 4,
    Arrivals = 8,
    Missing = 16,
    Hangup = 32,
    Record = 64,
}
