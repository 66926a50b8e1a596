using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>
/// The way of nearly every post: a hook that was checked lately, a body of a stated and allowed size, an event that is committed.
/// Whatever turns out otherwise goes the ordinary way through the rest of the pipeline, with what was read already.
/// </summary>
internal sealed class InboundShortcut(RequestDelegate next, RememberedHooks hooks, EventReceiver receiver, IOptionsMonitor<InboundOptions> options, ILogger<RequestLog> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !string.Equals(request.Path.Value, PathTokenMask.InboundPath, StringComparison.Ordinal))
        {
            return next(context);
        }

        // A line for each accepted post is the ordinary way's.
        return !log.IsEnabled(LogLevel.Debug) && hooks.Find(request.Headers.Authorization) is { } hook && request.ContentLength <= options.CurrentValue.MaxBodyBytes
            ? ReceiveAsync(context, hook)
            : CheckAsync(context);
    }

    private async Task ReceiveAsync(HttpContext context, string hook)
    {
        Taken taken;
        try
        {
            taken = await receiver.TakeAsync(context.Request, hook);
        }
        catch (Exception exception)
        {
            taken = new Taken(Unstored.Of(exception));
        }

        if (taken.Unstored is { } unstored)
        {
            context.Features.Set(unstored);
            await next(context);
            return;
        }

        Write(context.Response, taken.Receipt);
    }

    private async Task CheckAsync(HttpContext context)
    {
        var before = options.CurrentValue;
        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            hooks.Remember(context.Request.Headers.Authorization, context.User.HookName(), before);
        }
    }

    private static void Write(HttpResponse response, Receipt receipt)
    {
        Span<byte> json = stackalloc byte[64];
        Utf8.TryWrite(json, CultureInfo.InvariantCulture, $$"""{"id":{{receipt.Id}},"duplicate":{{(receipt.Duplicate ? "true" : "false")}}}""", out var length);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = length;
        response.BodyWriter.Write(json[..length]);
    }
}
