using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Telemetry;

var builder = WebApplication.CreateBuilder(args);
builder.AddTelemetry();
builder.AddProblems();

var app = builder.Build();
app.UseRequestLog();
app.UseProblems();
await app.RunAsync();
