using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>What follows the journal so that it can be queried.</summary>
internal static class ProjectionsSetup
{
    public static WebApplicationBuilder AddProjections(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProjectionStore>(static services => new SqliteProjectionStore(
            services.GetRequiredService<SqliteJournalFiles>(),
            services.GetRequiredService<IJournal>(),
            services.GetRequiredService<IOptions<JournalOptions>>().Value.LargeWalBytes,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<SqliteProjectionStore>>()));
        builder.Services.AddSingleton<ProjectionFollower>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ProjectionFollower>());
        return builder;
    }
}
