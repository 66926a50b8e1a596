using System.ComponentModel.DataAnnotations;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>The live streams; section <c>Live</c>.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>The most streams that may be open; beyond it a request is answered 503. 1 to 100,000; default 2,000.</summary>
    [Range(1, 100_000, ErrorMessage = "Live:MaxStreams: a whole number from 1 to 100,000.")]
    public int MaxStreams { get; set; } = 2_000;
}
