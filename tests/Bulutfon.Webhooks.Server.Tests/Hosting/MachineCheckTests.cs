using System.Text;
using Bulutfon.Webhooks.Server.Hosting;

namespace Bulutfon.Webhooks.Server.Tests.Hosting;

public sealed class MachineCheckTests
{
    [Theory]
    [InlineData("libicuuc.so.72")]
    [InlineData("libicuuc.so.50")]
    [InlineData("libicuuc.so")]
    public void Any_version_of_libicu_will_do(string installed) => Assert.True(MachineCheck.HasIcu(name => name == installed));

    [Fact]
    public void Without_libicu_the_message_says_what_to_install()
    {
        Assert.False(MachineCheck.HasIcu(_ => false));
        Assert.Contains("apt-get install libicu", Encoding.UTF8.GetString(MachineCheck.Message), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Without_tzdata_the_start_says_so()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only there time zones are files of a package.");

        var (exitCode, _, error) = await ServerProcess.RunAsync([], input: null, ("TZDIR", "/nonexistent"));

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("tzdata", error, StringComparison.Ordinal);
    }
}
