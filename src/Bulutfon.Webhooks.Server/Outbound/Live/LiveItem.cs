namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>Something that streams deliver, each of them the same bytes.</summary>
/// <param name="id">Its sequence, by which a client resumes.</param>
/// <param name="serialize">Makes its data; called at most once, and not before a stream sends it.</param>
internal class LiveItem(long id, Func<byte[]> serialize)
{
    /// <summary>What a stream sends while there is nothing else. It has no place in the sequence.</summary>
    public static readonly LiveItem Heartbeat = new(0, () => "{}"u8.ToArray());

    private readonly Lazy<byte[]> _data = new(serialize);

    public long Id { get; } = id;

    /// <summary>JSON without a line break, in UTF-8.</summary>
    public byte[] Data => _data.Value;
}
