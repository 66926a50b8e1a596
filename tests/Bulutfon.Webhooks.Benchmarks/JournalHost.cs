using Bulutfon.Webhooks.Server.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulutfon.Webhooks.Benchmarks;

/// <summary>The server's journal alone, as the server sets it up: no HTTP, no projections.</summary>
internal sealed class JournalHost : IAsyncDisposable
{
    /// <summary>More than anyone here has in flight.</summary>
    private const string QueueCapacity = "100000";

    private readonly WebApplication _app;

    private JournalHost(WebApplication app)
    {
        _app = app;
        Journal = app.Services.GetRequiredService<IJournal>();
    }

    public IJournal Journal { get; }

    public static JournalHost Open(StoreSettings store)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Journal:Provider"] = store.Provider;
        builder.Configuration["ConnectionStrings:Journal"] = store.ConnectionString;
        builder.Configuration["Journal:QueueCapacity"] = QueueCapacity;
        builder.AddJournal();
        return new JournalHost(builder.Build());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
