using System.Globalization;
using System.Text;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Dashboard.Parts;

/// <summary>A call as Bulutfon posts one, for a developer who wants to see something move.</summary>
internal sealed class SampleCall(IJournal journal, IOptionsMonitor<InboundOptions> inbound, TimeProvider time)
{
    public async Task SendAsync()
    {
        var now = time.GetUtcNow();
        var at = UnixTime.Of(now).ToString(CultureInfo.InvariantCulture);
        var body = $$"""{"event_type":"call_init","uuid":"{{Guid.NewGuid()}}","caller":905322041584,"callee":908508850000,"direction":"IN","timestamp":{{at}}}""";
        var hook = inbound.CurrentValue.Hooks.Select(each => each.EffectiveName).FirstOrDefault() ?? "sample";
        var read = EventReceiver.Read("application/json", Encoding.UTF8.GetBytes(body), hook, UnixTime.Of(now));
        await journal.AppendAsync(read.Event ?? throw new InvalidOperationException(read.Refusal?.Detail));
    }
}
