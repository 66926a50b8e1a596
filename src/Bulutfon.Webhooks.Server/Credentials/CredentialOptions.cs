namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>What every configured account has, be it a hook's or an operator's.</summary>
internal abstract class CredentialOptions
{
    /// <summary>Name presented in basic authentication, compared case-sensitively. Required; no colon, no control character. No default.</summary>
    public string? UserName { get; set; }

    /// <summary>
    /// Password in plain text; exactly one of this and <see cref="PasswordHash"/> is set. An empty text counts as unset, so that an
    /// environment variable can take back what a file says. No control character. No default.
    /// </summary>
    public string? Password { get; set; }

    /// <summary>
    /// Password as the verb <c>hash-password</c> prints it (base64 of ASP.NET Core Identity's PBKDF2 format). No default.
    /// </summary>
    public string? PasswordHash { get; set; }

    /// <summary>Where the account stands in the configuration, such as <c>Inbound:Hooks:0</c>; errors name it.</summary>
    internal string ConfigurationKey { get; set; } = "";

    internal bool HasPassword => !string.IsNullOrEmpty(Password);

    internal bool HasPasswordHash => !string.IsNullOrEmpty(PasswordHash);
}
