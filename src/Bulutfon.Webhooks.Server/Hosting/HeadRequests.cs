namespace Bulutfon.Webhooks.Server.Hosting;

/// <summary>
/// Answers HEAD wherever GET is answered, as if it were one; Kestrel leaves out the body by itself. But for what would run on for
/// nobody: streams and exports.
/// </summary>
internal static class HeadRequests
{
    private static readonly object Key = new();

    /// <summary>Stands before routing, which chooses by the method.</summary>
    public static WebApplication UseHeadRequests(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            var path = context.Request.Path.Value;
            if (HttpMethods.IsHead(context.Request.Method) && path is not null && !HasEnd(path, "/stream") && !HasEnd(path, "/export"))
            {
                context.Items[Key] = true;
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });
        app.UseRouting();
        return app;
    }

    /// <summary>Whether a request that looks like a GET is a HEAD.</summary>
    public static bool IsHead(HttpContext context) => context.Items.ContainsKey(Key);

    private static bool HasEnd(string path, string end) => path.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
