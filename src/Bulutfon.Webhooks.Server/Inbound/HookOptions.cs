using Bulutfon.Webhooks.Server.Configuration;
using Bulutfon.Webhooks.Server.Credentials;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>One web hook as it is defined in Bulutfon's panel; section <c>Inbound:Hooks:n</c>.</summary>
internal sealed class HookOptions : CredentialOptions
{
    /// <summary>
    /// What is stored with each event and shown to operators. No comma (filters list hooks by comma) and no control character; unique.
    /// Default: the user name.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// For a panel that cannot send credentials: the secret end of the address <c>/webhooks/bulutfon/{token}</c>. At least 32 letters,
    /// digits, <c>-</c>, <c>_</c>, <c>.</c> or <c>~</c>; unique. A hook with one needs no user name and password, but then a
    /// <see cref="Name"/>. Default: none, and no such address.
    /// </summary>
    public string? PathToken { get; set; }

    /// <summary>
    /// The only networks that this hook may post from, in CIDR notation or as addresses. Behind a proxy the client's address is known
    /// only if <c>Proxies</c> names the proxy. Default: none, which is any network.
    /// </summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>
    /// The longest silence of this hook that is nothing to worry about, as <c>[days.]hh:mm:ss</c>: one minute to 31 days. A longer one is
    /// told by <c>/api/hooks</c> and a metric. Default: none, and nothing is told.
    /// </summary>
    public string? ExpectEvery { get; set; }

    /// <summary>
    /// When that silence counts, as <c>Mon-Fri 09:00-18:00; Sat 10:00-14:00</c> in <c>Display:TimeZone</c>. Default: always.
    /// </summary>
    public string? WorkingHours { get; set; }

    /// <summary>What <see cref="ExpectEvery"/> and <see cref="WorkingHours"/> say; null if nothing is expected.</summary>
    internal HookExpectation? Expectation { get; private set; }

    /// <summary>What <see cref="AllowedNetworks"/> says; null if it says nothing.</summary>
    internal NetworkList? Networks { get; private set; }

    internal string EffectiveName => string.IsNullOrEmpty(Name) ? UserName ?? "" : Name;

#pragma warning disable RS0030 // only whether there is one
    internal bool HasPathToken => !string.IsNullOrEmpty(PathToken);
#pragma warning restore RS0030

    internal override bool NeedsCredentials => !HasPathToken || HasAnyCredential;

    internal void ReadExpectation(ICollection<string> errors) => Expectation = HookExpectation.Read(this, errors);

    internal void ReadNetworks(IConfiguration configuration, ICollection<string> errors)
    {
        // Not as the binder has it: that passes over a list that is written as one text, and the hook would be open to all.
        var section = configuration.GetSection($"{ConfigurationKey}:{nameof(AllowedNetworks)}");
        Networks = string.IsNullOrEmpty(section.Value) && !section.GetChildren().Any() ? null : NetworkList.Read(section, errors);
    }
}
