using Bulutfon.Webhooks.Server.Inbound;
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
        services.AddSingleton<IJournal>(OpenSqlite);
        services.AddHostedService<OutageWatch>();
        services.AddSingleton<Readiness>();
        return builder;
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
