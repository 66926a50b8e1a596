using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Inbound;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

public sealed class CredentialVerifierTests
{
    private readonly CountingPasswordHasher hasher = new();

    [Fact]
    public async Task The_right_password_gives_the_accounts_one_principal()
    {
        using var verifier = Create(Plain("pbx", "secret"));

        var first = await verifier.VerifyAsync("pbx", "secret", null, default);
        var second = await verifier.VerifyAsync("pbx", "secret", null, default);

        Assert.Equal("pbx", first.Principal?.HookName());
        Assert.Same(first.Principal, second.Principal);
    }

    [Theory]
    [InlineData("pbx", "Secret")]
    [InlineData("pbx", "secret ")]
    [InlineData("pbx", "")]
    [InlineData("PBX", "secret")]
    [InlineData("unknown", "secret")]
    [InlineData("", "")]
    [InlineData("pb", "xsecret")]
    [InlineData("pbxs", "ecret")]
    public async Task Anything_else_gives_nobody(string userName, string password)
    {
        using var plain = Create(Plain("pbx", "secret"));
        using var hashed = Create(Hashed("pbx", "secret"));

        Assert.Equal(Verdict.Wrong, await plain.VerifyAsync(userName, password, null, default));
        Assert.Equal(Verdict.Wrong, await hashed.VerifyAsync(userName, password, null, default));
    }

    [Fact]
    public async Task A_password_longer_than_any_buffer_is_compared_whole()
    {
        var longPassword = new string('ş', 20_000);
        using var verifier = Create(Plain("pbx", longPassword));

        Assert.NotNull((await verifier.VerifyAsync("pbx", longPassword, null, default)).Principal);
        Assert.Null((await verifier.VerifyAsync("pbx", longPassword[1..], null, default)).Principal);
    }

    [Fact]
    public async Task A_hash_is_verified_once_and_then_remembered()
    {
        using var verifier = Create(Hashed("pbx", "secret"));
        await verifier.VerifyAsync("pbx", "secret", null, default);

        var again = verifier.VerifyAsync("pbx", "secret", null, default);

        Assert.True(again.IsCompletedSuccessfully);
        Assert.Equal("pbx", (await again).Principal?.HookName());
        Assert.Equal(1, hasher.Verifications);
    }

    [Fact]
    public async Task A_remembered_password_does_not_open_for_another_one()
    {
        using var verifier = Create(Hashed("pbx", "secret"));
        await verifier.VerifyAsync("pbx", "secret", null, default);

        Assert.Equal(Verdict.Wrong, await verifier.VerifyAsync("pbx", "guess", null, default));
        Assert.NotNull((await verifier.VerifyAsync("pbx", "secret", null, default)).Principal);
        Assert.Equal(2, hasher.Verifications);
    }

    [Fact]
    public async Task The_same_wrong_password_costs_one_verification()
    {
        using var verifier = Create(Hashed("pbx", "secret"));

        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal(Verdict.Wrong, await verifier.VerifyAsync("pbx", "guess", null, default));
        }

        Assert.Equal(1, hasher.Verifications);
    }

    [Fact]
    public async Task Failures_beyond_the_limit_are_forgotten_oldest_first()
    {
        using var verifier = Create(Hashed("pbx", "secret"));
        for (var guess = 0; guess <= CredentialVerifier.RememberedFailures; guess++)
        {
            await verifier.VerifyAsync("pbx", $"guess {guess}", null, default);
        }

        var before = hasher.Verifications;

        await verifier.VerifyAsync("pbx", "guess 1", null, default);
        Assert.Equal(before, hasher.Verifications);
        await verifier.VerifyAsync("pbx", "guess 0", null, default);
        Assert.Equal(before + 1, hasher.Verifications);
    }

    [Fact]
    public async Task Beside_a_hashed_account_every_wrong_attempt_costs_the_same()
    {
        using var verifier = Create(Hashed("hashed", "secret"), Plain("plain", "secret"));

        foreach (var userName in (string[])["hashed", "plain", "unknown"])
        {
            var before = hasher.Verifications;

            Assert.Equal(Verdict.Wrong, await verifier.VerifyAsync(userName, "guess", null, default));

            Assert.Equal(before + 1, hasher.Verifications);
        }
    }

    [Fact]
    public async Task Beside_an_account_with_two_hashes_every_wrong_attempt_costs_the_same()
    {
        using var verifier = Create(
            Hashed("rotated", "secret", CheapHash.Of("former")), Hashed("hashed", "secret"), Plain("plain", "secret"), Of(new() { PathToken = "x" }));

        foreach (var userName in (string[])["rotated", "hashed", "plain", "unknown", ""])
        {
            var before = hasher.Verifications;

            Assert.Equal(Verdict.Wrong, await verifier.VerifyAsync(userName, "guess", null, default));

            Assert.Equal(before + 2, hasher.Verifications);
        }
    }

    [Fact]
    public async Task Both_passwords_open_and_each_is_verified_once()
    {
        using var verifier = Create(Hashed("pbx", "secret", CheapHash.Of("former")));
        await verifier.VerifyAsync("pbx", "former", null, default);
        await verifier.VerifyAsync("pbx", "secret", null, default);
        var before = hasher.Verifications;

        Assert.Equal("pbx", (await verifier.VerifyAsync("pbx", "former", null, default)).Principal?.HookName());
        Assert.Equal("pbx", (await verifier.VerifyAsync("pbx", "secret", null, default)).Principal?.HookName());
        Assert.Equal(before, hasher.Verifications);
    }

    [Fact]
    public async Task A_previous_password_in_plain_text_opens_beside_a_hash()
    {
        using var verifier = Create(Of(new() { UserName = "pbx", PasswordHash = CheapHash.Of("secret"), PreviousPassword = "former" }));

        Assert.NotNull((await verifier.VerifyAsync("pbx", "former", null, default)).Principal);
        Assert.NotNull((await verifier.VerifyAsync("pbx", "secret", null, default)).Principal);
        Assert.Null((await verifier.VerifyAsync("pbx", "guess", null, default)).Principal);
    }

    [Fact]
    public async Task Changed_accounts_keep_what_was_verified_of_the_hashes_that_stay_and_forget_the_rest()
    {
        var (kept, dropped) = (CheapHash.Of("kept"), CheapHash.Of("dropped"));
        using var verifier = Create(Of(new() { UserName = "pbx", PasswordHash = kept, PreviousPasswordHash = dropped }));
        await verifier.VerifyAsync("pbx", "kept", null, default);
        await verifier.VerifyAsync("pbx", "dropped", null, default);
        await verifier.VerifyAsync("pbx", "next", null, default);

        var verifications = hasher.Verifications;
        verifier.Use([Of(new() { UserName = "pbx", PasswordHash = CheapHash.Of("next"), PreviousPasswordHash = kept })]);

        Assert.NotNull((await verifier.VerifyAsync("pbx", "kept", null, default)).Principal);
        Assert.Equal(verifications, hasher.Verifications);
        Assert.Null((await verifier.VerifyAsync("pbx", "dropped", null, default)).Principal);
        Assert.NotNull((await verifier.VerifyAsync("pbx", "next", null, default)).Principal);
    }

    [Fact]
    public async Task Plain_accounts_never_run_the_hasher()
    {
        using var verifier = Create(Plain("pbx", "secret"));

        await verifier.VerifyAsync("pbx", "secret", null, default);
        await verifier.VerifyAsync("pbx", "guess", null, default);
        await verifier.VerifyAsync("unknown", "guess", null, default);

        Assert.Equal(0, hasher.Verifications);
    }

    [Fact]
    public async Task A_burst_of_the_same_credentials_costs_one_verification()
    {
        using var verifier = Create(Hashed("pbx", "secret"));
        hasher.Open.Reset();
        var burst = Enumerable.Range(0, 50)
            .Select(_ => Task.Run(() => verifier.VerifyAsync("pbx", "secret", null, default).AsTask()))
            .ToArray();
        await hasher.Entered.Task;
        hasher.Open.Set();

        var verdicts = await Task.WhenAll(burst);

        Assert.All(verdicts, verdict => Assert.Equal("pbx", verdict.Principal?.HookName()));
        Assert.Equal(1, hasher.Verifications);
    }

    [Fact]
    public async Task Who_waits_too_long_hears_that_it_is_busy_and_not_that_he_is_wrong()
    {
        using var verifier = new CredentialVerifier([Hashed("pbx", "secret")], hasher, Guesses.Unlimited, longestWait: TimeSpan.Zero);
        hasher.Open.Reset();
        var guess = Task.Run(() => verifier.VerifyAsync("pbx", "guess", null, default).AsTask());
        await hasher.Entered.Task;

        var refused = await verifier.VerifyAsync("pbx", "secret", null, default);
        hasher.Open.Set();
        await guess;

        Assert.Equal(Verdict.Busy, refused);
        Assert.NotNull((await verifier.VerifyAsync("pbx", "secret", null, default)).Principal);
    }

    private CredentialVerifier Create(params Account[] accounts) => new(accounts, hasher, Guesses.Unlimited);

    private static Account Plain(string userName, string password) => Of(new HookOptions { UserName = userName, Password = password });

    private static Account Hashed(string userName, string password, string? previousHash = null) =>
        Of(new HookOptions { UserName = userName, PasswordHash = CheapHash.Of(password), PreviousPasswordHash = previousHash });

    private static Account Of(HookOptions hook) => new(hook, HookIdentity.Create(hook));
}
