namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Why a call has its outcome.</summary>
/// <param name="Code">For programs; never changes its meaning.</param>
/// <param name="Text">For people; <c>{place}</c>, <c>{cause}</c> (with its meaning) and <c>{code}</c> (the cause's name alone) stand for what the verdict names.</param>
internal sealed record OutcomeReason(string Code, Bilingual Text)
{
    public const string PlacePart = "{place}";
    public const string CausePart = "{cause}";
    public const string CodePart = "{code}";

    public OutcomeReason(string code, string english, string turkish)
        : this(code, new Bilingual(english, turkish))
    {
    }
}
