using System.Collections.Concurrent;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>
/// One thread that runs tasks in their order. The projections are long stretches of work for the processor and the disk: on the
/// thread pool they would hold a thread that requests need, and have the pool make more threads than there are processors to run them.
/// </summary>
internal sealed class ProjectionThread : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Thread _thread;

    public ProjectionThread()
    {
        _thread = new Thread(Run) { Name = "projections", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs the work, and everything in it that follows an await, on this thread.</summary>
    public Task RunAsync(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Ends the thread when what was given to it is done.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks.ToArray();

    protected override void QueueTask(Task task)
    {
        try
        {
            _tasks.Add(task);
        }
        catch (InvalidOperationException)
        {
            // A continuation that comes after the end.
            ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), state: null);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => Thread.CurrentThread == _thread && TryExecuteTask(task);

    private void Run()
    {
        foreach (var task in _tasks.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }
}
