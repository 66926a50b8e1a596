namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>How much room the store takes, for metrics.</summary>
internal interface IStoreSizes
{
    /// <summary>The database (<c>journal</c>, <c>projections</c>), the file of it (<c>main</c>, <c>wal</c>) and its bytes.</summary>
    IReadOnlyList<(string Database, string File, long Bytes)> Read();
}
