namespace Bulutfon.Webhooks.Server.Hosting;

/// <summary>The end of a stop that is held up, by a store that does not answer for instance.</summary>
internal static class StopDeadline
{
    /// <summary>Below the ten seconds after which whoever stops it has enough of it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(9);

    /// <summary>
    /// Waits until the server was stopped and everything is let go of, but no longer than a stop may take: what is not committed by
    /// then was not answered either, and a program that ends is nothing that a store does not bear.
    /// </summary>
    public static async Task WaitForEndAsync(this WebApplication app)
    {
        var end = EndAsync(app);
        if (await Task.WhenAny(end, PassAsync(app.Lifetime.ApplicationStopping)) == end)
        {
            await end;
        }
        else
        {
            await Console.Error.WriteLineAsync($"The server ends without waiting any longer: something, such as the store, has not answered for {Longest.TotalSeconds:0} seconds. What was answered 200 is stored.");
        }
    }

    private static async Task EndAsync(WebApplication app)
    {
        await app.WaitForShutdownAsync();

        // What is let go of may wait for others without leaving the thread.
        await Task.Run(() => app.DisposeAsync().AsTask());
    }

    private static async Task PassAsync(CancellationToken stopping)
    {
        await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Longest, CancellationToken.None);
    }
}
