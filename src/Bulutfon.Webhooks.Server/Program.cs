using Bulutfon.Webhooks.Server;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Verbs;

if (Verb.TryRun(args, out var exitCode))
{
    return exitCode;
}

var builder = WebApplication.CreateBuilder(args);
builder.AddAccounts();

var app = builder.Build();
app.UseAccounts();
return await app.RunCheckedAsync();
