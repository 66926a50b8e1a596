namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>The tables of the second file. It has no migrations: a file of another version is made anew.</summary>
internal static class ProjectionSchema
{
    public const string Sql = """
        CREATE TABLE projection_state (journal TEXT NOT NULL PRIMARY KEY, cursor INTEGER NOT NULL) STRICT;
        INSERT INTO projection_state (journal, cursor) VALUES ($journal, 0);
        CREATE TABLE skipped_events (id INTEGER PRIMARY KEY, reason TEXT NOT NULL) STRICT;
        CREATE TABLE hooks (name TEXT PRIMARY KEY, events INTEGER NOT NULL, first_received_at INTEGER NOT NULL, last_received_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE segments (id INTEGER PRIMARY KEY, postings INTEGER NOT NULL, earliest INTEGER NOT NULL, latest INTEGER NOT NULL, is_live INTEGER NOT NULL) STRICT;
        CREATE TABLE postings (
          segment INTEGER NOT NULL, key INTEGER NOT NULL, timestamp INTEGER NOT NULL, id INTEGER NOT NULL, block BLOB NOT NULL,
          PRIMARY KEY (segment, key, timestamp, id)) STRICT, WITHOUT ROWID;
        INSERT INTO segments (id, postings, earliest, latest, is_live) VALUES (0, 0, -9223372036854775808, 9223372036854775807, 1);
        CREATE TABLE calls (seq INTEGER PRIMARY KEY, uuid TEXT NOT NULL, state BLOB NOT NULL) STRICT;
        CREATE TABLE rollups (
          kind INTEGER NOT NULL, block INTEGER NOT NULL, value TEXT NOT NULL, direction TEXT NOT NULL, figures BLOB NOT NULL,
          PRIMARY KEY (kind, block, value, direction)) STRICT, WITHOUT ROWID;
        CREATE TABLE number_counts (id INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;

        """;
}
