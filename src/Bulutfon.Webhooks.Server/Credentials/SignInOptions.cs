using System.ComponentModel.DataAnnotations;
using Bulutfon.Webhooks.Server.Configuration;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>How often somebody may guess; section <c>SignIn</c>.</summary>
internal sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>
    /// Wrong passwords from one address (of IPv6: one /64) in a <see cref="Window"/>; beyond it only passwords that were right before
    /// are taken from there. The same wrong password again is no other guess. 1 to 100,000; default 10.
    /// </summary>
    [Range(1, 100_000, ErrorMessage = "a whole number from 1 to 100000.")]
    public int MaxFailures { get; set; } = 10;

    /// <summary>
    /// Wrong passwords for one account from all addresses in a <see cref="Window"/>; beyond it an address that failed in the window is
    /// refused for this account, one that did not is heard. 1 to 1,000,000; default 100.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "a whole number from 1 to 1000000.")]
    public int MaxFailuresPerAccount { get; set; } = 100;

    /// <summary>How long failures count, from the first of them. 1 second to 1 day; default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "a duration from 00:00:01 to 1.00:00:00.")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    internal List<string> Unreadable { get; } = [];

    internal static void Bind(SignInOptions options, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        options.MaxFailures = section.ReadNumber(nameof(MaxFailures), options.MaxFailures, options.Unreadable);
        options.MaxFailuresPerAccount = section.ReadNumber(nameof(MaxFailuresPerAccount), options.MaxFailuresPerAccount, options.Unreadable);
        options.Window = section.ReadDuration(nameof(Window), options.Window, options.Unreadable);
        options.Unreadable.AddRange(UnknownKeys.In(section, typeof(SignInOptions)));
    }
}

internal sealed class SignInOptionsValidator : IValidateOptions<SignInOptions>
{
    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        string[] errors = [.. options.Unreadable, .. RangeErrors.In(options, SignInOptions.Section)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
