using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>The storage of what was received.</summary>
internal static class JournalSetup
{
    public static WebApplicationBuilder AddJournal(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<JournalOptions>().BindConfiguration(JournalOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<JournalOptions>, JournalOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CommitHealth>();
        services.AddSingleton(provider => SqliteJournalFiles.From(
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath));
        services.AddSingleton(provider => PostgreSqlConnections.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<IJournal>(provider => provider.UsesPostgreSql() ? OpenPostgreSql(provider) : OpenSqlite(provider));
        services.AddSingleton<IStoreSizes>(provider => provider.UsesPostgreSql()
            ? ActivatorUtilities.CreateInstance<PostgreSqlSizes>(provider)
            : ActivatorUtilities.CreateInstance<SqliteSizes>(provider));
        services.AddHostedService<OutageWatch>();
        services.AddHostedService<PartitionUpkeep>();
        services.AddSingleton<Readiness>();
        return builder;
    }

    /// <summary>Whether the store is PostgreSQL; else it is SQLite.</summary>
    public static bool UsesPostgreSql(this IServiceProvider services) =>
        services.GetRequiredService<IOptions<JournalOptions>>().Value.Provider == JournalOptions.PostgreSql;

    private static PostgreSqlJournal OpenPostgreSql(IServiceProvider services)
    {
        var journal = new PostgreSqlJournal(
            services.GetRequiredService<PostgreSqlConnections>(),
            services.GetRequiredService<IOptions<JournalOptions>>().Value,
            services.GetRequiredService<IOptions<InboundOptions>>().Value.MaxRejections,
            services.GetRequiredService<CommitHealth>(),
            services.GetRequiredService<TimeProvider>());
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(journal.Hasten);
        return journal;
    }

    private static SqliteJournal OpenSqlite(IServiceProvider services)
    {
        var journal = new SqliteJournal(
            services.GetRequiredService<SqliteJournalFiles>(),
            services.GetRequiredService<IOptions<JournalOptions>>().Value,
            services.GetRequiredService<IOptions<InboundOptions>>().Value.MaxRejections,
            services.GetRequiredService<CommitHealth>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<SqliteJournal>>());
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(journal.Hasten);
        return journal;
    }
}
