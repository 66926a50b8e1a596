using Bulutfon.Webhooks.Server.Inbound;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

[Trait("Store", "Any")]
public sealed class InboundOptionsTests
{
    [Fact]
    public void A_hook_is_named_as_its_user_unless_it_has_a_name()
    {
        var options = Bind(
            ("Inbound:Hooks:0:UserName", "pbx"), ("Inbound:Hooks:0:Password", "p"),
            ("Inbound:Hooks:1:UserName", "pbx2"), ("Inbound:Hooks:1:Password", "p"), ("Inbound:Hooks:1:Name", "branch"));

        Assert.Equal(["pbx", "branch"], options.Hooks.Select(hook => hook.EffectiveName), StringComparer.Ordinal);
        Assert.Null(Validate(options).Failures);
    }

    [Fact]
    public void Limits_have_the_documented_defaults()
    {
        var options = Bind();

        Assert.Equal((262_144, 10_000), (options.MaxBodyBytes, options.MaxRejections));
    }

    [Fact]
    public void Errors_are_listed_all_at_once_and_each_names_its_key()
    {
        var options = Bind(
            ("Inbound:MaxBodyBytes", "1023"),
            ("Inbound:MaxRejections", "1000001"),
            ("Inbound:Hooks:0:Password", "p"),
            ("Inbound:Hooks:2:UserName", "a:b"), ("Inbound:Hooks:2:Password", "p"), ("Inbound:Hooks:2:PasswordHash", "cA=="),
            ("Inbound:Hooks:3:UserName", "c\u0007"), ("Inbound:Hooks:3:PasswordHash", "no base64"),
            ("Inbound:Hooks:4:UserName", "twice"), ("Inbound:Hooks:4:Name", "one"), ("Inbound:Hooks:4:Password", "p"),
            ("Inbound:Hooks:5:UserName", "twice"), ("Inbound:Hooks:5:Name", "two,three"), ("Inbound:Hooks:5:Password", "p\n"),
            ("Inbound:Hooks:6:UserName", "six"), ("Inbound:Hooks:6:Name", "one"));

        var errors = Validate(options).Failures ?? [];

        Assert.Equal(
            [
                "Inbound:Hooks:0:UserName",
                "Inbound:Hooks:2:Password",
                "Inbound:Hooks:2:PasswordHash",
                "Inbound:Hooks:2:UserName",
                "Inbound:Hooks:3:Name",
                "Inbound:Hooks:3:PasswordHash",
                "Inbound:Hooks:3:UserName",
                "Inbound:Hooks:5:Name",
                "Inbound:Hooks:5:Password",
                "Inbound:Hooks:5:UserName",
                "Inbound:Hooks:6:Name",
                "Inbound:Hooks:6:Password",
                "Inbound:MaxBodyBytes",
                "Inbound:MaxRejections",
            ],
            errors.Select(error => error[..error.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Errors_of_rotation_networks_and_tokens_name_their_keys()
    {
        const string Token = "6f1d0c9be2a84753b1f06e5d9c8a7b40";
        var options = Bind(
            ("Inbound:MaxBodyByte", "4096"),
            ("Inbound:Hooks:0:UserName", "a"), ("Inbound:Hooks:0:Password", "p"), ("Inbound:Hooks:0:PreviousPassword", "q"), ("Inbound:Hooks:0:PreviousPasswordHash", Credentials.CheapHash.Of("q")),
            ("Inbound:Hooks:1:UserName", "b"), ("Inbound:Hooks:1:Password", "p"), ("Inbound:Hooks:1:PreviousPasswordHash", "no hash"),
            ("Inbound:Hooks:2:UserName", "c"), ("Inbound:Hooks:2:Password", "p"), ("Inbound:Hooks:2:AllowedNetworks:0", "10.0.0.0/8"), ("Inbound:Hooks:2:AllowedNetworks:1", "office"),
            ("Inbound:Hooks:3:Name", "d"), ("Inbound:Hooks:3:PathToken", "short"),
            ("Inbound:Hooks:4:PathToken", Token),
            ("Inbound:Hooks:5:Name", "f"), ("Inbound:Hooks:5:PathToken", Token),
            ("Inbound:Hooks:6:Name", "g"), ("Inbound:Hooks:6:PathToken", Token + "/"),
            ("Inbound:Hooks:7:Name", "h"), ("Inbound:Hooks:7:PathToken", new string('a', 40)),
            ("Inbound:Hooks:8:Name", "i"), ("Inbound:Hooks:8:PathTokens", Token), ("Inbound:Hooks:8:UserName", "i"), ("Inbound:Hooks:8:Password", "p"));

        var errors = Validate(options).Failures ?? [];

        Assert.Equal(
            [
                "Inbound:Hooks:0:PreviousPassword",
                "Inbound:Hooks:1:PreviousPasswordHash",
                "Inbound:Hooks:2:AllowedNetworks:1",
                "Inbound:Hooks:3:PathToken",
                "Inbound:Hooks:4:Name",
                "Inbound:Hooks:5:PathToken",
                "Inbound:Hooks:6:PathToken",
                "Inbound:Hooks:7:PathToken",
                "Inbound:Hooks:8:PathTokens",
                "Inbound:MaxBodyByte",
            ],
            errors.Select(error => error[..error.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.DoesNotContain(errors, error => error.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public void A_hook_with_a_path_token_needs_no_credentials()
    {
        var options = Bind(("Inbound:Hooks:0:Name", "branch"), ("Inbound:Hooks:0:PathToken", "6f1d0c9be2a84753b1f06e5d9c8a7b40"));

        Assert.Null(Validate(options).Failures);
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    [InlineData("Staging", false)]
    public void Only_Development_may_have_no_hook(string environment, bool allowed) =>
        Assert.Equal(allowed, Validate(Bind(), environment).Succeeded);

    [Fact]
    public void An_empty_password_counts_as_none()
    {
        var options = Bind(
            ("Inbound:Hooks:0:UserName", "pbx"),
            ("Inbound:Hooks:0:Password", ""),
            ("Inbound:Hooks:0:PasswordHash", Credentials.CheapHash.Of("p")));

        Assert.True(Validate(options).Succeeded);
    }

    private static InboundOptions Bind(params (string Key, string Value)[] settings)
    {
        var options = new InboundOptions();
        InboundOptions.Bind(options, new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal))
            .Build());
        return options;
    }

    private static ValidateOptionsResult Validate(InboundOptions options, string environment = "Production") =>
        new InboundOptionsValidator(new HostingEnvironment { EnvironmentName = environment }).Validate(name: null, options);
}
