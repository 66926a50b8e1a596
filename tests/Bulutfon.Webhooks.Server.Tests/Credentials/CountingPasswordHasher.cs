using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.AspNetCore.Identity;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

/// <summary>The real hasher, which counts its runs and can be held for as long as a test needs.</summary>
internal sealed class CountingPasswordHasher : PasswordHasher<CredentialOptions>
{
    private int verifications;

    public int Verifications => verifications;

    public ManualResetEventSlim Open { get; } = new(initialState: true);

    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override PasswordVerificationResult VerifyHashedPassword(
        CredentialOptions user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref verifications);
        Entered.TrySetResult();
        Open.Wait();
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
