using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Tests.Projections;

public sealed class ProjectionThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Work_goes_on_on_one_thread_of_its_own_also_behind_awaits()
    {
        using var thread = new ProjectionThread();
        var threads = new List<Thread>();

        await thread.RunAsync(async () =>
        {
            threads.Add(Thread.CurrentThread);
            await Task.Delay(1);
            threads.Add(Thread.CurrentThread);
            await Task.Run(() => { });
            threads.Add(Thread.CurrentThread);
            await Inner();
            threads.Add(Thread.CurrentThread);
        }).WaitAsync(Patience);

        Assert.Equal(4, threads.Count);
        Assert.False(threads[0].IsThreadPoolThread);
        Assert.All(threads, each => Assert.Same(threads[0], each));

        static async Task Inner() => await Task.Yield();
    }

    [Fact]
    public async Task A_failure_of_the_work_is_told()
    {
        using var thread = new ProjectionThread();

        await Assert.ThrowsAsync<InvalidOperationException>(() => thread.RunAsync(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException();
        })).WaitAsync(Patience);
    }

    [Fact]
    public async Task What_ends_behind_the_end_of_the_thread_still_ends()
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task left;
        using (var thread = new ProjectionThread())
        {
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            left = thread.RunAsync(async () =>
            {
                begun.SetResult();
                await signal.Task;
            });
            await begun.Task.WaitAsync(Patience);
        }

        signal.SetResult();
        await left.WaitAsync(Patience);
    }
}
