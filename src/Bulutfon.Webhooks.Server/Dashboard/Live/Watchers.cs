using System.Globalization;

namespace Bulutfon.Webhooks.Server.Dashboard.Live;

/// <summary>The pages that watch something, which runs while there are any.</summary>
internal sealed class Watchers(TimeProvider time)
{
    /// <summary>
    /// After a page was drawn, nothing is for so many times as long: however many are open and whatever happens, drawing leaves the
    /// greater part of the processors to the posts.
    /// </summary>
    private const int PauseForEachDrawing = 6;

    /// <summary>All pages are drawn within this time, if their drawing alone does not take longer.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromMilliseconds(700);

    /// <summary>How long the others wait for a page that is busy with something else.</summary>
    private static readonly TimeSpan LongestDrawing = TimeSpan.FromSeconds(1);

    /// <summary>A timer knows no shorter time; shorter pauses are added up.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly List<Watching> _all = [];
    private bool _isRunning;

    /// <summary>Calls back whenever there is news, on no particular thread but in the caller's language, until it is disposed.</summary>
    /// <param name="changed">What is called; its task ends when the page is drawn.</param>
    /// <param name="run">Begins when the first one comes, and runs until <see cref="IsDeserted"/> says so or the server stops.</param>
    public IDisposable Add(Func<Task> changed, Func<Task> run)
    {
        var watching = new Watching(this, changed, CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        lock (_gate)
        {
            _all.Add(watching);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(run);
            }
        }

        return watching;
    }

    /// <summary>Tells everyone, one after the other.</summary>
    public async Task NotifyAsync(CancellationToken cancellationToken)
    {
        Watching[] all;
        lock (_gate)
        {
            all = [.. _all];
        }

        var rest = TimeSpan.Zero;
        foreach (var watching in all)
        {
            var began = time.GetTimestamp();
            await watching.TellAsync().WaitAsync(LongestDrawing, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var pause = time.GetElapsedTime(began) * PauseForEachDrawing;
            rest += pause < LongestRound / all.Length ? pause : LongestRound / all.Length;
            if (rest >= ShortestPause && all.Length > 1)
            {
                await Task.Delay(rest, time, cancellationToken);
                rest = TimeSpan.Zero;
            }
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

    private void Remove(Watching watching)
    {
        lock (_gate)
        {
            _all.Remove(watching);
        }
    }

    private sealed class Watching(Watchers watchers, Func<Task> changed, CultureInfo culture, CultureInfo words) : IDisposable
    {
        /// <summary>A page that is told of something is drawn in the language of whoever tells it.</summary>
        public async Task TellAsync()
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
            await changed();
        }

        public void Dispose() => watchers.Remove(this);
    }
}
