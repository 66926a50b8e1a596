using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections.PostgreSql;
using Bulutfon.Webhooks.Server.Projections.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>What follows the journal so that it can be queried.</summary>
internal static class ProjectionsSetup
{
    public static WebApplicationBuilder AddProjections(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProjectionStore>(provider => provider.UsesPostgreSql()
            ? ActivatorUtilities.CreateInstance<PostgreSqlProjectionStore>(provider)
            : ActivatorUtilities.CreateInstance<SqliteProjectionStore>(provider));
        builder.Services.AddSingleton<ProjectionFollower>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ProjectionFollower>());
        return builder;
    }
}
