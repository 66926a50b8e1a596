using System.Net;
using System.Net.Sockets;

namespace Bulutfon.Webhooks.Server.Tests;

public sealed class StartupCheckTests
{
    [Fact]
    public async Task Production_without_credentials_refuses_to_start_and_says_which_keys_to_set()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync([]);

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("Inbound:Hooks:0:UserName", error, StringComparison.Ordinal);
        Assert.Contains("Inbound:Hooks:0:PasswordHash", error, StringComparison.Ordinal);
        Assert.Contains("Operators:0:Password", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_start_prints_one_line_an_error_and_no_stack_trace()
    {
        var (_, output, error) = await ServerProcess.RunAsync([]);

        Assert.Equal(3, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_all_sections_are_reported_at_once()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(
            [],
            input: null,
            ("Inbound__MaxBodyBytes", "many"),
            ("Inbound__MaxRejections", "-1"),
            ("Inbound__Hooks__0__UserName", "pbx"),
            ("Operators__0__UserName", "ayşe"),
            ("Operators__0__Password", "s3cret-of-ayşe"),
            ("Operators__0__Role", "boss"));

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        string[] keys = ["Inbound:MaxBodyBytes", "Inbound:MaxRejections", "Inbound:Hooks:0:Password", "Operators:0:Role"];
        Assert.All(keys, key => Assert.Contains(key, error, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_in_use_is_one_line_that_names_it()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        var (exitCode, output, error) = await ServerProcess.RunAsync([], input: null, [.. StartedServer.Settings(folder.File("journal.db")), ("ASPNETCORE_URLS", address)]);

        Assert.Equal(StartupCheck.CannotListen, exitCode);
        Assert.Contains(address, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_level_that_there_is_not_is_an_error_of_the_configuration_among_the_others()
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync([], input: null, ("Logging__LogLevel__Default", "Chatty"), ("Inbound__MaxBodyBytes", "1"));

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("Logging:LogLevel:Default: 'Chatty' is no log level; there are Trace, Debug", error, StringComparison.Ordinal);
        Assert.Contains("Inbound:MaxBodyBytes", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_server_on_one_journal_says_so_and_ends()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.File("journal.db");
        await using var first = await StartedServer.StartAsync(journal);

        var (exitCode, _, error) = await ServerProcess.RunAsync([], input: null, StartedServer.Settings(journal));

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.Contains("Another server is using the journal", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data Source=", StartupCheck.ConfigurationError)]
    [InlineData("nonsense", StartupCheck.ConfigurationError)]
    [InlineData("Data Source={0}/link.db", StartupCheck.CannotOpenJournal)]
    [InlineData("Data Source={0}", StartupCheck.CannotOpenJournal)]
    public async Task Journal_that_is_no_file_is_told_without_a_stack_trace(string source, int expected)
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("link.db"), folder.File("nowhere.db"));
        var settings = StartedServer.Settings(folder.File("journal.db"))
            .Append(("ConnectionStrings__Journal", source.Replace("{0}", folder.FullPath, StringComparison.Ordinal)));

        var (exitCode, output, error) = await ServerProcess.RunAsync([], input: null, [.. settings]);

        Assert.Equal(expected, exitCode);
        Assert.StartsWith("The server does not start", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }
}
