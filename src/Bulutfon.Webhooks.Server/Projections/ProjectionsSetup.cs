using Bulutfon.Webhooks.Server.Projections.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>What follows the journal so that it can be queried.</summary>
internal static class ProjectionsSetup
{
    public static WebApplicationBuilder AddProjections(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProjectionStore, SqliteProjectionStore>();
        builder.Services.AddSingleton<ProjectionFollower>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ProjectionFollower>());
        return builder;
    }
}
