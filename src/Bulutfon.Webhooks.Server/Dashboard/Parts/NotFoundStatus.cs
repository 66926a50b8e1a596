namespace Bulutfon.Webhooks.Server.Dashboard.Parts;

/// <summary>A page that says itself that there is nothing.</summary>
internal static class NotFoundStatus
{
    /// <summary>Sets it as late as this: the framework throws away a page whose status is 404 before it is written.</summary>
    public static void AnswerNotFound(this HttpContext context) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
