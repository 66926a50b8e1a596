using System.Net;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Inbound;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

/// <summary>How many wrong passwords are checked, and who is not kept out by those of others.</summary>
public sealed class GuessingTests : IDisposable
{
    private static readonly SignInOptions Limits = new() { MaxFailures = 3, MaxFailuresPerAccount = 5, Window = TimeSpan.FromMinutes(1) };
    private static readonly IPAddress Stranger = IPAddress.Parse("198.51.100.7");

    private readonly FakeTimeProvider time = new();
    private readonly CountingPasswordHasher hasher = new();
    private readonly CredentialVerifier verifier;

    public GuessingTests() => verifier = Create(new HookOptions { UserName = "pbx", PasswordHash = CheapHash.Of("secret") });

    public void Dispose() => verifier.Dispose();

    [Fact]
    public async Task A_source_that_guessed_too_often_is_not_checked_until_its_window_ends()
    {
        await GuessAsync(Stranger, times: 3);
        time.Advance(TimeSpan.FromSeconds(20));

        var limited = await verifier.VerifyAsync("pbx", "secret", Stranger, default);
        time.Advance(TimeSpan.FromSeconds(40));
        var again = await verifier.VerifyAsync("pbx", "secret", Stranger, default);

        Assert.Equal(Verdict.Limited(TimeSpan.FromSeconds(40)), limited);
        Assert.Equal(VerdictKind.Right, again.Kind);
        Assert.Equal(4, hasher.Verifications);
    }

    [Fact]
    public async Task Unknown_user_and_wrong_password_take_the_same_path_to_the_limit()
    {
        foreach (var (userName, source) in new[] { ("pbx", "192.0.2.1"), ("nobody", "192.0.2.2") })
        {
            var verdicts = new List<VerdictKind>();
            var before = hasher.Verifications;
            for (var guess = 0; guess < 4; guess++)
            {
                verdicts.Add((await verifier.VerifyAsync(userName, $"guess {guess}", IPAddress.Parse(source), default)).Kind);
            }

            Assert.Equal([VerdictKind.Wrong, VerdictKind.Wrong, VerdictKind.Wrong, VerdictKind.Limited], verdicts);
            Assert.Equal(before + 3, hasher.Verifications);
        }
    }

    [Fact]
    public async Task What_was_right_before_passes_from_a_limited_source()
    {
        await verifier.VerifyAsync("pbx", "secret", Stranger, default);

        await GuessAsync(Stranger, times: 4);

        Assert.Equal(VerdictKind.Right, (await verifier.VerifyAsync("pbx", "secret", Stranger, default)).Kind);
    }

    [Fact]
    public async Task A_password_in_plain_text_passes_from_a_limited_source()
    {
        using var plain = Create(new HookOptions { UserName = "pbx", Password = "secret" });
        for (var guess = 0; guess < 4; guess++)
        {
            await plain.VerifyAsync("pbx", $"guess {guess}", Stranger, default);
        }

        Assert.Equal(VerdictKind.Limited, (await plain.VerifyAsync("pbx", "other", Stranger, default)).Kind);
        Assert.Equal(VerdictKind.Right, (await plain.VerifyAsync("pbx", "secret", Stranger, default)).Kind);
    }

    [Fact]
    public async Task Who_guesses_an_operators_password_does_not_learn_that_he_found_it()
    {
        using var operators = Create(new HookOptions { UserName = "pbx", Password = "secret" }, hearsAll: false);
        var home = IPAddress.Parse("203.0.113.9");
        Assert.Equal(VerdictKind.Right, (await operators.VerifyAsync("pbx", "secret", home, default)).Kind);
        for (var guess = 0; guess < 4; guess++)
        {
            await operators.VerifyAsync("pbx", $"guess {guess}", Stranger, default);
            await operators.VerifyAsync("pbx", $"slip {guess}", home, default);
        }

        Assert.Equal(VerdictKind.Limited, (await operators.VerifyAsync("pbx", "secret", Stranger, default)).Kind);
        Assert.Equal(VerdictKind.Right, (await operators.VerifyAsync("pbx", "secret", home, default)).Kind);
        time.Advance(Limits.Window);
        Assert.Equal(VerdictKind.Right, (await operators.VerifyAsync("pbx", "secret", Stranger, default)).Kind);
    }

    [Fact]
    public async Task Guessers_at_many_addresses_are_limited_by_account_and_the_sender_at_another_is_heard()
    {
        for (var host = 1; host <= 5; host++)
        {
            await GuessAsync(IPAddress.Parse($"192.0.2.{host}"), times: 1);
        }

        var guesser = await verifier.VerifyAsync("pbx", "another guess", IPAddress.Parse("192.0.2.1"), default);
        var sender = await verifier.VerifyAsync("pbx", "secret", IPAddress.Parse("203.0.113.9"), default);

        Assert.Equal(VerdictKind.Limited, guesser.Kind);
        Assert.Equal(VerdictKind.Right, sender.Kind);
    }

    [Fact]
    public async Task The_same_wrong_password_again_is_no_other_guess()
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal(VerdictKind.Wrong, (await verifier.VerifyAsync("pbx", "former password", Stranger, default)).Kind);
        }

        Assert.Equal(1, hasher.Verifications);
        Assert.Equal(VerdictKind.Right, (await verifier.VerifyAsync("pbx", "secret", Stranger, default)).Kind);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public async Task A_source_is_an_IPv4_address_or_a_64_of_IPv6(string guesser, string other, bool isSame)
    {
        await GuessAsync(IPAddress.Parse(guesser), times: 3);

        var verdict = await verifier.VerifyAsync("pbx", "secret", IPAddress.Parse(other), default);

        Assert.Equal(isSame ? VerdictKind.Limited : VerdictKind.Right, verdict.Kind);
    }

    [Fact]
    public async Task Guesses_at_the_same_time_are_no_more_than_one_after_the_other()
    {
        var burst = Enumerable.Range(0, 50).Select(guess => Task.Run(() => verifier.VerifyAsync("pbx", $"guess {guess}", Stranger, default).AsTask()));

        var verdicts = await Task.WhenAll(burst);

        Assert.Equal(3, verdicts.Count(verdict => verdict.Kind == VerdictKind.Wrong));
        Assert.Equal(3, hasher.Verifications);
    }

    [Fact]
    public void More_sources_than_are_counted_push_out_the_oldest()
    {
        var windows = new FailureWindows<int>(capacity: 2);
        var now = time.GetUtcNow();

        Assert.Equal(1, windows.Add(1, now, Limits.Window));
        Assert.Equal(2, windows.Add(1, now, Limits.Window));
        windows.Add(2, now, Limits.Window);
        windows.Add(3, now, Limits.Window);

        Assert.Equal(0, windows.Of(1, now, Limits.Window).Count);
        Assert.Equal((1, Limits.Window), windows.Of(3, now, Limits.Window));
    }

    private async Task GuessAsync(IPAddress source, int times)
    {
        for (var guess = 0; guess < times; guess++)
        {
            await verifier.VerifyAsync("pbx", $"{source} guesses {guess}", source, default);
        }
    }

    private CredentialVerifier Create(HookOptions hook, bool hearsAll = true) =>
        new([HookIdentity.AccountOf(hook)], hasher, Guesses.Limited(Limits, time), hearsAll: hearsAll);
}
