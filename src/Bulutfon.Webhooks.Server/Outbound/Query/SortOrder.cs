namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>The order of a list.</summary>
internal enum SortOrder
{
    /// <summary>Newest first.</summary>
    Desc,

    /// <summary>Oldest first.</summary>
    Asc,
}
