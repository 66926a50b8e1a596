using Bulutfon.Webhooks.Server;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Hosting;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.OpenApi;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Verbs;

if (Verb.TryRun(args, out var exitCode))
{
    return exitCode;
}

var builder = WebApplication.CreateBuilder(args);
builder.AddHosting();
builder.AddTelemetry();
builder.AddProblems();
builder.AddAccounts();
builder.AddDisplay();
builder.AddJournal();
builder.AddProjections();
builder.AddInbound();
builder.AddQuery();
builder.AddApiDescription();

var app = builder.Build();
app.UseHosting();
app.UseRequestLog();
app.UseProblems();
app.UseAccounts();
app.MapInbound();
app.MapQuery();
app.MapHealth();
app.MapApiDescription();
return await app.RunCheckedAsync();
