using System.Net;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Inbound;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

/// <summary>Who is checked next, when many want to be.</summary>
[Trait("Store", "Any")]
public sealed class SlowCheckQueueTests
{
    private static readonly KeyedHash Hook = new(1, 1, 1, 1);
    private static KeyedHash Strangers => default;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hook_is_next_but_one_however_many_strangers_wait(bool guessTheHooksName)
    {
        using var queue = new SlowCheckQueue();
        var waiting = Enumerable.Range(1, 254).Select(source => Enter(queue, guessTheHooksName ? Hook : Strangers, source, password: source)!).ToList();
        using var hook = Enter(queue, Hook, source: 1000, password: 7)!;
        var turn = hook.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, default);

        // Whose turn it is is done, until it is the hook's.
        var before = 0;
        while (waiting.Find(HasTurn) is { } running)
        {
            waiting.Remove(running);
            running.Dispose();
            before++;
        }

        Assert.True(await turn);
        Assert.InRange(before, 0, 2);
    }

    [Fact]
    public void A_source_that_failed_waits_behind_one_that_did_not()
    {
        using var queue = new SlowCheckQueue();
        using var running = Enter(queue, Hook, source: 1, password: 1)!;
        using var clean = Enter(queue, Hook, source: 2, password: 2, failures: 0)!;
        using var failed = Enter(queue, Hook, source: 3, password: 3, failures: 3)!;

        running.Dispose();

        Assert.True(HasTurn(clean));
        Assert.False(HasTurn(failed));
    }

    [Fact]
    public void A_source_has_two_places_and_the_same_credentials_share_one()
    {
        using var queue = new SlowCheckQueue();
        using var first = Enter(queue, Hook, source: 1, password: 1)!;
        using var second = Enter(queue, Hook, source: 1, password: 2)!;
        using var shared = Enter(queue, Hook, source: 1, password: 2)!;

        Assert.Null(Enter(queue, Hook, source: 1, password: 3));
        Assert.NotNull(shared);
        Assert.False(HasTurn(shared));
    }

    [Fact]
    public void The_queue_is_bounded_and_strangers_make_room_for_a_hook()
    {
        using var queue = new SlowCheckQueue();
        var entered = 0;
        for (var source = 1; source <= SlowCheckQueue.MostPlaces + 100; source++)
        {
            entered += Enter(queue, Strangers, source, password: source) is null ? 0 : 1;
        }

        Assert.InRange(entered, SlowCheckQueue.MostPlaces, SlowCheckQueue.MostPlaces + 1);
        Assert.NotNull(Enter(queue, Hook, source: 100_000, password: 1));
    }

    [Fact]
    public async Task The_hook_is_heard_while_254_sources_guess_fresh_passwords()
    {
        var hasher = new CountingPasswordHasher();
        var hook = new HookOptions { UserName = "pbx", PasswordHash = CheapHash.Of("secret") };
        using var verifier = new CredentialVerifier([new Account(hook, HookIdentity.Create(hook))], hasher, Guesses.Unlimited, longestWait: TimeSpan.FromMinutes(1));
        hasher.Open.Reset();
        var guesses = Enumerable.Range(1, 254).Select(source => Task.Run(() =>
            verifier.VerifyAsync(source % 2 == 0 ? "pbx" : $"user-{source}", $"guess-{source}", new IPAddress([192, 0, 2, (byte)source]), default).AsTask())).ToArray();
        await hasher.Entered.Task;

        var real = Task.Run(() => verifier.VerifyAsync("pbx", "secret", IPAddress.Parse("198.51.100.7"), default).AsTask());
        hasher.Open.Set();

        Assert.NotNull((await real).Principal);
        Assert.All(await Task.WhenAll(guesses), verdict => Assert.Null(verdict.Principal));
    }

    private static bool HasTurn(SlowCheckQueue.Place place) => place.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, default) is { IsCompletedSuccessfully: true, Result: true };

    private static SlowCheckQueue.Place? Enter(SlowCheckQueue queue, KeyedHash account, int source, int password, int failures = 0) =>
        queue.Enter(account, new SourceKey(0, (ulong)source), new KeyedHash((ulong)source, (ulong)password, 0, 0), failures);
}
