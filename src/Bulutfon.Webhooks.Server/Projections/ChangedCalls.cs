using System.Runtime.InteropServices;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>What the events of a batch tell of each call, merged before a call is read and written once.</summary>
internal sealed class ChangedCalls
{
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly List<CallState> _states = [];

    /// <summary>One of each call, in the order of their first events.</summary>
    public IReadOnlyList<CallState> States => _states;

    /// <summary>Takes an event.</summary>
    /// <exception cref="InvalidOperationException">Its body can no longer be read.</exception>
    public void Add(CommittedEvent committed)
    {
        var state = CallState.Of(committed);
        ref var position = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexOf, state.Uuid, out var isThere);
        if (isThere)
        {
            _states[position] = CallState.Merge(_states[position], state);
        }
        else
        {
            position = _states.Count;
            _states.Add(state);
        }
    }

    /// <summary>Begins with another batch.</summary>
    public void Clear()
    {
        _states.Clear();
        _indexOf.Clear();
    }
}
