using Bulutfon.Webhooks.Server;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Configuration;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Dashboard;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Hosting;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.OpenApi;
using Bulutfon.Webhooks.Server.Outbound.Cors;
using Bulutfon.Webhooks.Server.Outbound.Export;
using Bulutfon.Webhooks.Server.Outbound.Hooks;
using Bulutfon.Webhooks.Server.Outbound.Live;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Privacy;
using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Transport;
using Bulutfon.Webhooks.Server.Verbs;

if (!MachineCheck.HasAll(out var exitCode))
{
    return exitCode;
}

if (await Verb.RunAsync(args) is { } done)
{
    return done;
}

if (!ConfigurationSetup.TryCreateBuilder(args, out var builder))
{
    return StartupCheck.ConfigurationError;
}

builder.AddHosting();
builder.AddTelemetry();
builder.AddConfigurationChecks();
builder.AddProblems();
builder.AddTransport();
builder.AddAccounts();
builder.AddDisplay();
builder.AddJournal();
builder.AddProjections();
builder.AddCalls();
builder.AddInbound();
builder.AddQuery();
builder.AddExport();
builder.AddLive();
builder.AddHooks();
builder.AddPrivacy();
builder.AddMetrics();
builder.AddCrossOrigin();
builder.AddApiDescription();
builder.AddDashboard();

var app = builder.Build();
if (await app.RefuseBadStartAsync() is { } refused)
{
    return refused;
}

app.UseHosting();
app.TellUnreadableFiles();
app.UseProxies();
app.UseHeadRequests();
app.UseInboundShortcut();
app.UseRequestLog();
app.UseProblems();
app.UseTransport();
app.UseMissingPages();
app.UseCrossOrigin();
app.UseAccounts();
app.UseDashboard();
app.UseExport();
app.MapInbound();
app.MapQuery();
app.MapExport();
app.MapLive();
app.MapHooks();
app.MapErasures();
app.MapRetention();
app.MapHealth();
app.MapMetrics();
app.MapApiDescription();
app.MapDashboard();
return await app.RunCheckedAsync();
