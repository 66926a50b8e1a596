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

    /// <summary>
    /// A second password that is right too, so that a password can be changed here first and at the sender later, without losing an
    /// event between. At most one of this and <see cref="PreviousPasswordHash"/>. No default.
    /// </summary>
    public string? PreviousPassword { get; set; }

    /// <summary>The second password as the verb <c>hash-password</c> prints it. No default.</summary>
    public string? PreviousPasswordHash { get; set; }

    /// <summary>Where the account stands in the configuration, such as <c>Inbound:Hooks:0</c>; errors name it.</summary>
    internal string ConfigurationKey { get; set; } = "";

    /// <summary>False for an account that is known by something else than a user name and a password.</summary>
    internal virtual bool NeedsCredentials => true;

    internal bool HasAnyCredential => !string.IsNullOrEmpty(UserName) || Passwords.Any(password => password.IsSet);

    /// <summary>The current password and the previous one, each where it stands; both can be unset.</summary>
#pragma warning disable RS0030 // the one place that reads them
    internal ConfiguredPassword[] Passwords =>
    [
        new(nameof(Password), Password, nameof(PasswordHash), PasswordHash),
        new(nameof(PreviousPassword), PreviousPassword, nameof(PreviousPasswordHash), PreviousPasswordHash),
    ];
#pragma warning restore RS0030
}
