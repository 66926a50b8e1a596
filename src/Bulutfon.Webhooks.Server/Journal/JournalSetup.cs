using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
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
        services.AddSingleton<IJournal>(provider => new SqliteJournal(
            provider.GetRequiredService<SqliteJournalFiles>(),
            provider.GetRequiredService<IOptions<JournalOptions>>().Value,
            provider.GetRequiredService<IOptions<InboundOptions>>().Value.MaxRejections,
            provider.GetRequiredService<CommitHealth>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteJournal>>()));
        services.AddHostedService<OutageWatch>();
        return builder;
    }
}
