using System.Net;
using System.Net.Sockets;
using System.Text;
using Bulutfon.Webhooks.Server.Tests.PostgreSql;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

[Collection(RunAlone.Name)]
public sealed class StopTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Stop_under_load_answers_what_it_accepted_and_ends_in_time()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.File("journal.db");
        await using var server = await StartedServer.StartAsync(journal);
        using var load = HookLoad.Start(server.HookClient(), clients: 64);
        await load.WaitUntilAcceptedAsync();

        var (exitCode, elapsed) = await server.StopAsync();
        await load.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.InRange(elapsed, TimeSpan.Zero, Longest);
        Assert.Equal([HttpStatusCode.OK], load.Statuses.Keys);
        // Only connections that were never accepted may fail: those got no request through.
        Assert.All(load.Broken, broken => Assert.Equal(HttpRequestError.ConnectionError, Assert.IsType<HttpRequestException>(broken).HttpRequestError));
        StoredCalls.AssertHold(journal, load.Accepted);
    }

    [Fact]
    public async Task Neither_idle_nor_slow_connections_hold_a_stop()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartedServer.StartAsync(folder.File("journal.db"));
        using var idle = new TcpClient();
        await idle.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /webhooks/bulutfon HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {StartedServer.Credentials}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"));

        var (exitCode, elapsed) = await server.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.InRange(elapsed, TimeSpan.Zero, Longest);
    }

    [Fact]
    public async Task Locked_journal_does_not_hold_a_stop()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.File("journal.db");
        await using var server = await StartedServer.StartAsync(journal);
        using var hook = server.HookClient();
        await hook.PostEventAsync("""{"event_type":"call_init","uuid":"before"}""");
        await using var shell = new SqliteConnection($"Data Source={journal};Pooling=False");
        await shell.OpenAsync();
        await using var command = shell.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();
        using var load = HookLoad.Start(server.HookClient(), clients: 4);
        await server.WaitForOutputAsync("The journal cannot commit");

        var (exitCode, elapsed) = await server.StopAsync();
        await load.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.InRange(elapsed, TimeSpan.Zero, Longest);
        Assert.Empty(load.Accepted);
    }

    [SkippableFact]
    public async Task Database_that_does_not_answer_does_not_hold_a_stop()
    {
        using var database = PostgreSqlCluster.NewDatabase();
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var proxy = new CuttingProxy(connection.Port);
        connection.Port = proxy.Port;
        await using var server = await StartedServer.StartAsync("", ("Journal__Provider", "PostgreSql"), ("ConnectionStrings__Journal", connection.ToString()));
        using var load = HookLoad.Start(server.HookClient(), clients: 4);
        await load.WaitUntilAcceptedAsync();
        proxy.Hold();

        var (exitCode, elapsed) = await server.StopAsync();
        await load.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.InRange(elapsed, TimeSpan.Zero, Longest);
        Assert.All(load.Accepted.Keys, uuid => Assert.Equal(1, database.Scalar<long>($"SELECT count(*) FROM journal WHERE uuid = '{uuid}'")));
    }
}
