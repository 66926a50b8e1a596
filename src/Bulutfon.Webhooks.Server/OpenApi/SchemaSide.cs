namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>Which way an event goes: we are liberal in what we read, and write one form.</summary>
internal enum SchemaSide
{
    /// <summary>As it may be posted: numbers as numbers or text, nulls, other names of a type.</summary>
    Posted,

    /// <summary>As we answer it: the canonical event.</summary>
    Answered,
}
