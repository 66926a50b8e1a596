using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>What a database is and allows. Names are quoted, as SQL takes them.</summary>
/// <param name="Version">The server's major version.</param>
/// <param name="Database">Its name.</param>
/// <param name="Encoding">Of its texts.</param>
/// <param name="Role">Who is connected.</param>
/// <param name="MayCreateSchemas">Whether the role may make the projections' schemas.</param>
/// <param name="MayCreateTables">Whether the role has a schema to make the journal's tables in.</param>
/// <param name="ForeignOwner">Who owns tables of the journal or the projections, if the role has not the rights of that.</param>
internal sealed record DatabaseFacts(int Version, string Database, string Encoding, string Role, bool MayCreateSchemas, bool MayCreateTables, string? ForeignOwner)
{
    /// <summary>The names of schemas that hold projections, of any version, as a regular expression of PostgreSQL.</summary>
    public const string ProjectionSchemas = "^projection_[0-9]+(_new)?$";

    private const int OldestVersion = 15;

    private const string Sql = $"""
        SELECT current_setting('server_version_num')::integer / 10000,
               quote_ident(d.datname),
               pg_encoding_to_char(d.encoding)::text,
               quote_ident(current_user),
               has_database_privilege(d.oid, 'CREATE'),
               coalesce(has_schema_privilege(current_schema()::text, 'CREATE'), false),
               (SELECT min(quote_ident(pg_get_userbyid(o.owner))) FROM (
                    SELECT c.relowner FROM pg_class c WHERE c.oid = to_regclass('journal')
                        OR c.oid IN (SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = to_regclass('journal'))
                    UNION ALL SELECT n.nspowner FROM pg_namespace n WHERE n.nspname ~ '{ProjectionSchemas}') AS o (owner)
                WHERE NOT pg_has_role(o.owner, 'USAGE'))
        FROM pg_database d WHERE d.datname = current_database()
        """;

    public static DatabaseFacts Read(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        return new DatabaseFacts(
            reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4), reader.GetBoolean(5), reader.IsDBNull(6) ? null : reader.GetString(6));
    }

    /// <exception cref="StartupException">It is unfit; all reasons at once, each with what to do.</exception>
    public void RefuseUnfit()
    {
        var reasons = string.Join(' ', Reasons());
        if (reasons.Length > 0)
        {
            throw new StartupException($"The database cannot hold the journal. {reasons}");
        }
    }

    private IEnumerable<string> Reasons()
    {
        if (Version < OldestVersion)
        {
            yield return $"Its server is PostgreSQL {Version}: upgrade it to {OldestVersion} or later, or name another in ConnectionStrings:Journal.";
        }

        if (Encoding != "UTF8")
        {
            yield return $"The encoding of {Database} is {Encoding}, which cannot be changed: make another database (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0), and name that in ConnectionStrings:Journal.";
        }

        if (!MayCreateSchemas)
        {
            yield return $"The role {Role} may make no schemas there: GRANT CREATE ON DATABASE {Database} TO {Role};";
        }

        if (!MayCreateTables)
        {
            yield return $"The role {Role} may make no tables there: GRANT USAGE, CREATE ON SCHEMA public TO {Role};";
        }

        if (ForeignOwner is not null)
        {
            yield return $"Tables of it belong to {ForeignOwner}: connect as that role, or GRANT {ForeignOwner} TO {Role};";
        }
    }
}
