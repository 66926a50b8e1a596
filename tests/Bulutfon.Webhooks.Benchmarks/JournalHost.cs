using Bulutfon.Webhooks.Server.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
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

    public static JournalHost Open(string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["ConnectionStrings:Journal"] = ConnectionString(file);
        builder.Configuration["Journal:QueueCapacity"] = QueueCapacity;
        builder.AddJournal();
        return new JournalHost(builder.Build());
    }

    public static string ConnectionString(string file) => new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(file) }.ToString();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
