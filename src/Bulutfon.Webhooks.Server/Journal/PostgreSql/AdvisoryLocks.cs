namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>The advisory locks of a journal's database, as the arguments of PostgreSQL's functions. No two may be the same.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Held by a commit, so that ids become visible in their order. The functions of the migrations take it by its number.</summary>
    public const string Order = "1112887116, 1";

    /// <summary>Held while the journal's tables are made or changed.</summary>
    public const string Migration = "1112887116, 2";

    /// <summary>Held while the projections' tables are made.</summary>
    public const string Projections = "1112887116, 3";

    /// <summary>Held shared by every server while it is connected, and by a copy alone.</summary>
    public const string Use = "1112887116, 4";
}
