using Bulutfon.Webhooks.Server;
using Bulutfon.Webhooks.Server.Credentials;

var builder = WebApplication.CreateBuilder(args);
builder.AddAccounts();

var app = builder.Build();
app.UseAccounts();
return await app.RunCheckedAsync();
