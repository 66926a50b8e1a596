namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>A web hook as a customer has it in Bulutfon's panel.</summary>
/// <param name="Name">The name under which its events are stored.</param>
/// <param name="Generation">What its PBX sends.</param>
/// <param name="Format">How it sends it.</param>
/// <param name="Share">Its part of the calls, relative to the others.</param>
internal sealed record SendingHook(string Name, Generation Generation, WebhookBodyFormat Format, int Share)
{
    /// <summary>Most calls come from the newest generation, each generation comes in both formats or in the one that was usual.</summary>
    public static readonly IReadOnlyList<SendingHook> All =
    [
        new("merkez", Generation.Of2021, WebhookBodyFormat.Json, 30),
        new("satis", Generation.Of2021, WebhookBodyFormat.Form, 15),
        new("destek", Generation.Of2018, WebhookBodyFormat.Json, 20),
        new("ankara", Generation.Of2018, WebhookBodyFormat.Form, 10),
        new("izmir", Generation.Of2017, WebhookBodyFormat.Json, 10),
        new("eski-santral", Generation.Of2015, WebhookBodyFormat.Json, 8),
        new("depo", Generation.Of2015, WebhookBodyFormat.Form, 7),
    ];

    public string ContentType => Format == WebhookBodyFormat.Json ? "application/json" : "application/x-www-form-urlencoded";
}
