namespace Bulutfon.Webhooks.Server.Journal.Copying;

/// <summary>Why a journal cannot be one end of a copy, for people.</summary>
internal static class CopyRefusal
{
    /// <param name="journal">What the journal is called.</param>
    /// <param name="schema">Its last migration; null if it has none.</param>
    /// <param name="newest">This version's.</param>
    public static string OfSchema(string journal, string? schema, string newest) => schema switch
    {
        null => $"{journal} holds no journal.",
        _ when string.CompareOrdinal(schema, newest) > 0 => $"A newer version of this server made the journal {journal} (its schema is {schema}, this version's is {newest}). Use that version.",
        _ => $"An older version of this server made the journal {journal} (its schema is {schema}, this version's is {newest}). Start this version on it once, and stop it again.",
    };
}
