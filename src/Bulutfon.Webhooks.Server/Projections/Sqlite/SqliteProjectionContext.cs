using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>The projections in a second SQLite file beside the journal. No migrations: another schema version is made anew.</summary>
internal sealed class SqliteProjectionContext(DbContextOptions<SqliteProjectionContext> options) : ProjectionContext(options);
