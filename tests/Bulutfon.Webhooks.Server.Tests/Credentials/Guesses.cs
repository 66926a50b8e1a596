using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

/// <summary>Limits of guessing, for tests that are about them and for those that are not.</summary>
internal static class Guesses
{
    public static FailedSignIns Unlimited => Limited(new() { MaxFailures = int.MaxValue, MaxFailuresPerAccount = int.MaxValue }, TimeProvider.System);

    public static FailedSignIns Limited(SignInOptions options, TimeProvider time) =>
        new(new Fixed(options), time, NullLogger<FailedSignIns>.Instance);

    private sealed class Fixed(SignInOptions value) : IOptionsMonitor<SignInOptions>
    {
        public SignInOptions CurrentValue => value;

        public SignInOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<SignInOptions, string?> listener) => null;
    }
}
