using System.Threading.Channels;
using Bulutfon.Webhooks.Server.Dashboard.Live;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

/// <summary>What the board shows of a call that it sees beginning is what it would show of it after a reload.</summary>
public sealed class CallBoardTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly CallBoard _board = fixture.Server.Services.GetRequiredService<CallBoard>();
    private readonly CallSearch _calls = fixture.Server.Services.GetRequiredService<CallSearch>();

    [Fact]
    public async Task Events_of_unknown_types_alone_are_no_call_in_progress_until_one_tells_that_it_began()
    {
        using var hook = fixture.Server.HookClient();
        using var seen = new SeenBoard(_board);
        await seen.UntilAsync(view => view.IsLoaded);

        await PostedCalls.PostAsync(hook, "call_queued", "queued");
        await PostedCalls.BeginAsync(hook, "behind-queued");
        var view = await seen.UntilAsync(view => IsLive(view, "behind-queued"));

        Assert.DoesNotContain(view.Calls, call => call.Summary.Uuid == "queued");
        Assert.DoesNotContain("queued", await OpenAsync());
        await PostedCalls.BeginAsync(hook, "queued");
        await seen.UntilAsync(later => IsLive(later, "queued"));
        Assert.Contains("queued", await OpenAsync());
    }

    [Fact]
    public async Task Fax_is_no_call_in_progress_though_nothing_ends_it()
    {
        using var hook = fixture.Server.HookClient();
        using var seen = new SeenBoard(_board);
        await seen.UntilAsync(view => view.IsLoaded);

        await PostedCalls.PostAsync(hook, "fax_init", "fax");
        await PostedCalls.BeginAsync(hook, "behind-fax");
        var view = await seen.UntilAsync(view => IsLive(view, "behind-fax"));

        Assert.True(Assert.Single(view.Calls, call => call.Summary.Uuid == "fax").IsOver);
        Assert.DoesNotContain("fax", await OpenAsync());
    }

    [Fact]
    public async Task Call_that_began_long_ago_and_still_gives_signs_of_life_is_in_progress_after_a_reload_too()
    {
        using var hook = fixture.Server.HookClient();
        await PostedCalls.BeginAsync(hook, "long", ago: TimeSpan.FromHours(6));
        await PostedCalls.ReachAsync(hook, "long", "extension", "1004");

        Assert.Contains("long", await OpenAsync());
    }

    private static bool IsLive(BoardView view, string uuid) => view.Calls.Any(call => call.Summary.Uuid == uuid && !call.IsOver);

    /// <summary>The calls that a board begins with.</summary>
    private async Task<IEnumerable<string>> OpenAsync() => (await _calls.ReadOpenAsync(100, default)).Select(state => state.Uuid);

    private sealed class SeenBoard : IDisposable
    {
        private readonly Channel<BoardView> _views = Channel.CreateUnbounded<BoardView>();
        private readonly IDisposable _watching;

        public SeenBoard(CallBoard board)
        {
            _views.Writer.TryWrite(board.View);
            _watching = board.Watch(() => _views.Writer.WriteAsync(board.View).AsTask());
        }

        public async Task<BoardView> UntilAsync(Func<BoardView, bool> isShown)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            return await _views.Reader.ReadAllAsync(patience.Token).FirstAsync(isShown, patience.Token);
        }

        public void Dispose() => _watching.Dispose();
    }
}
