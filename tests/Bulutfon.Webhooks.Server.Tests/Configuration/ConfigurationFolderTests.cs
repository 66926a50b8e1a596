using System.Net;
using System.Net.Http.Headers;

namespace Bulutfon.Webhooks.Server.Tests.Configuration;

/// <summary>The folder of an installation's own settings, as systemd names it.</summary>
[Trait("Store", "Any")]
public sealed class ConfigurationFolderTests
{
    [Fact]
    public async Task Its_file_is_read_and_followed_and_the_environment_wins()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("appsettings.json"),
            """{ "Operators": [ { "UserName": "loses" }, { "UserName": "file", "Password": "secret-of-file", "Role": "viewer" } ] }""");
        await using var server = await StartedServer.StartAsync(folder.File("journal.db"), ("CONFIGURATION_DIRECTORY", folder.FullPath));
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("file:secret-of-file"u8));
        using var before = await client.GetAsync("/api/events");

        await File.WriteAllTextAsync(folder.File("appsettings.json"), """{ "Operators": """);
        await server.WaitForOutputAsync("cannot be read and is not used");

        using var after = await client.GetAsync("/api/events");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (before.StatusCode, after.StatusCode));
        Assert.Contains(server.Output, line => line.Contains("LineNumber", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_that_is_no_JSON_at_the_start_is_an_error_of_the_configuration_on_one_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("appsettings.json"), """{ "Operators": """);

        var (exitCode, output, error) = await ServerProcess.RunAsync([], input: null, ("CONFIGURATION_DIRECTORY", folder.FullPath));

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("appsettings.json", line, StringComparison.Ordinal);
        Assert.Contains("LineNumber", line, StringComparison.Ordinal);
        Assert.Empty(output);
    }
}
