using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>A text in the operators' languages.</summary>
/// <param name="En">In English.</param>
/// <param name="Tr">In Turkish.</param>
internal sealed record LocalText(string En, string Tr)
{
    public static LocalText Of(Bilingual text) => new(text.English, text.Turkish);
}
