namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>A filter of a list that the search index answers: a parameter and what it compares.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Description">What it compares with, for the API's description.</param>
/// <param name="Read">Makes a value what is stored; null if it is none.</param>
internal abstract record SearchFilter(string Name, string Description, ReadValue<string> Read)
{
    /// <summary>The values that there are; null if any text may be one.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>What a value may be, for whoever sent another.</summary>
    public string Allowed => Choices is null ? QueryParameters.AllowedTexts : string.Join(", ", Choices);

    /// <summary>What the search index knows the values by: one of the keys is enough.</summary>
    public abstract IReadOnlyList<long> KeysOf(IReadOnlyList<string> values);
}
