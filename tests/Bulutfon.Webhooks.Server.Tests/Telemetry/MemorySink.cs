using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

/// <summary>Keeps the log events, and lets a test wait for one.</summary>
internal sealed class MemorySink : ILogEventSink
{
    private readonly ConcurrentQueue<LogEvent> _events = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<LogEvent>, Func<LogEvent, bool>> _waiting = new();

    public IReadOnlyList<LogEvent> Events => [.. _events];

    public IReadOnlyList<LogEvent> WithId(int id) => [.. _events.Where(logEvent => HasId(logEvent, id))];

    public void Emit(LogEvent logEvent)
    {
        _events.Enqueue(logEvent);
        foreach (var (waiter, matches) in _waiting)
        {
            if (matches(logEvent))
            {
                waiter.TrySetResult(logEvent);
            }
        }
    }

    public Task<LogEvent> WaitForIdAsync(int id) => WaitForAsync(logEvent => HasId(logEvent, id));

    public Task<LogEvent> WaitForAsync(Func<LogEvent, bool> matches)
    {
        var waiter = new TaskCompletionSource<LogEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[waiter] = matches;
        if (_events.FirstOrDefault(matches) is { } written)
        {
            waiter.TrySetResult(written);
        }

        return waiter.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static bool HasId(LogEvent logEvent, int id) =>
        logEvent.Properties.TryGetValue("EventId", out var value)
        && value is StructureValue structure
        && structure.Properties.Any(property => property.Name is "Id" && property.Value is ScalarValue { Value: int found } && found == id);
}
