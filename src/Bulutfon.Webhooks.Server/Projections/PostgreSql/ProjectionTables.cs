namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>The tables of the projections. They have no migrations: a schema of another version is made anew.</summary>
internal static class ProjectionTables
{
    /// <summary>
    /// Makes an empty schema. Its name says the version: while replicas of two versions run, each has its own.
    /// </summary>
    public static string Create(string schema) => $"""
        DROP SCHEMA IF EXISTS {schema} CASCADE;
        CREATE SCHEMA {schema};
        CREATE TABLE {schema}.state (journal text PRIMARY KEY, cursor bigint NOT NULL);
        INSERT INTO {schema}.state (journal, cursor) SELECT value, 0 FROM journal_state WHERE name = 'identity';
        CREATE TABLE {schema}.skipped_events (id bigint PRIMARY KEY, reason text NOT NULL);
        CREATE TABLE {schema}.hooks (name text COLLATE "C" PRIMARY KEY, events bigint NOT NULL, first_received_at bigint NOT NULL, last_received_at bigint NOT NULL);
        CREATE TABLE {schema}.postings (key bigint NOT NULL, at bigint NOT NULL, id bigint NOT NULL, PRIMARY KEY (key, at, id));
        CREATE TABLE {schema}.calls (seq bigint PRIMARY KEY, key bigint NOT NULL, uuid bytea NOT NULL, state bytea NOT NULL);
        CREATE INDEX calls_by_key ON {schema}.calls (key);
        CREATE TABLE {schema}.rollups (
            kind smallint NOT NULL, block bigint NOT NULL, identity uuid NOT NULL, value bytea NOT NULL, direction bytea NOT NULL, figures bytea NOT NULL,
            PRIMARY KEY (kind, block, identity));
        CREATE TABLE {schema}.number_counts (
            quarter bigint NOT NULL, code bigint NOT NULL, is_outbound boolean NOT NULL, calls integer NOT NULL, missed integer NOT NULL,
            PRIMARY KEY (quarter, code, is_outbound));
        """;
}
