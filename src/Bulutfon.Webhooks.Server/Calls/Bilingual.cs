namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>One text in the operators' two languages.</summary>
internal readonly record struct Bilingual(string English, string Turkish)
{
    public Bilingual Replace(string placeholder, Bilingual value) => new(
        English.Replace(placeholder, value.English, StringComparison.Ordinal),
        Turkish.Replace(placeholder, value.Turkish, StringComparison.Ordinal));

    /// <summary>Sentences, one after the other.</summary>
    public static Bilingual Join(IReadOnlyCollection<Bilingual> sentences) => new(
        string.Join(' ', sentences.Select(sentence => sentence.English)),
        string.Join(' ', sentences.Select(sentence => sentence.Turkish)));
}
