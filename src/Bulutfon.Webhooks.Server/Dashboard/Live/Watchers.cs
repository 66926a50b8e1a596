namespace Bulutfon.Webhooks.Server.Dashboard.Live;

/// <summary>The pages that watch something, which runs while there are any.</summary>
internal sealed class Watchers
{
    private readonly Lock _gate = new();
    private readonly List<Action> _all = [];
    private bool _isRunning;

    /// <summary>How many watch.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>Calls back whenever there is news, on no particular thread, until it is disposed.</summary>
    /// <param name="changed">What is called.</param>
    /// <param name="run">Begins when the first one comes, and runs until <see cref="IsDeserted"/> says so or the server stops.</param>
    public IDisposable Add(Action changed, Func<Task> run)
    {
        lock (_gate)
        {
            _all.Add(changed);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(run);
            }
        }

        return new Watching(this, changed);
    }

    /// <summary>Tells everyone.</summary>
    public void Notify()
    {
        Action[] all;
        lock (_gate)
        {
            all = [.. _all];
        }

        foreach (var changed in all)
        {
            changed();
        }
    }

    /// <summary>Whether nobody watches any more: then it has to end, and the next one who comes begins again.</summary>
    /// <param name="end">Forgets what was shown, before anybody can begin again.</param>
    public bool IsDeserted(Action end)
    {
        lock (_gate)
        {
            if (_all.Count > 0)
            {
                return false;
            }

            _isRunning = false;
            end();
            return true;
        }
    }

    private void Remove(Action changed)
    {
        lock (_gate)
        {
            _all.Remove(changed);
        }
    }

    private sealed class Watching(Watchers watchers, Action changed) : IDisposable
    {
        public void Dispose() => watchers.Remove(changed);
    }
}
