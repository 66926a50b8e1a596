using System.Text;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Verbs;
using Microsoft.AspNetCore.Identity;

namespace Bulutfon.Webhooks.Server.Tests.Verbs;

public sealed class HashPasswordTests
{
    [Theory]
    [InlineData("şifre: çok gizli\n")]
    [InlineData("şifre: çok gizli\r\n")]
    [InlineData("şifre: çok gizli")]
    public async Task A_piped_password_becomes_a_hash_that_verifies_it_and_nothing_else_on_the_output(string piped)
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync([HashPassword.Name], Encoding.UTF8.GetBytes(piped));

        Assert.Equal((0, ""), (exitCode, error));
        var hash = Assert.Single(output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.NotNull(StoredPasswordHash.Parse(hash));
        var verdict = new PasswordHasher<CredentialOptions>().VerifyHashedPassword(new HookOptions(), hash, "şifre: çok gizli");
        Assert.Equal(PasswordVerificationResult.Success, verdict);
    }

    [Theory]
    [InlineData(new byte[0], "empty")]
    [InlineData(new byte[] { (byte)'\n' }, "empty")]
    [InlineData(new byte[] { (byte)'a', (byte)'\t' }, "control character")]
    [InlineData(new byte[] { 0xfe, (byte)'\n' }, "UTF-8")]
    public async Task A_password_that_could_never_be_sent_is_refused(byte[] piped, string reason)
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync([HashPassword.Name], piped);

        Assert.Equal((Verb.UsageError, ""), (exitCode, output));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_as_argument_is_refused_and_not_repeated()
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync([HashPassword.Name, "hunter2"]);

        Assert.Equal((Verb.UsageError, ""), (exitCode, output));
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_verb_does_not_start_the_server()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(["hash-pasword"]);

        Assert.Equal(Verb.UsageError, exitCode);
        Assert.Contains(HashPassword.Name, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--urls=http://localhost:1")]
    [InlineData("--environment", "Development")]
    [InlineData("/urls", "http://localhost:1")]
    [InlineData("Display:TimeZone=UTC")]
    public async Task Settings_are_no_verb(params string[] arguments) => Assert.Null(await Verb.RunAsync(arguments));
}
