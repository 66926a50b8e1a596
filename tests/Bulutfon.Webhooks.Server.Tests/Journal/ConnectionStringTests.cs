using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.Journal;

/// <summary>A connection string that cannot be read is told without what may be part of a password.</summary>
public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("Host=h;Database=d;Username=u;Password=first;second=third", "'password'")]
    [InlineData("Host=h;Database=d;Username=u;Password=first;second", "keyword=value")]
    [InlineData("Password=first;second=third;Host=h;Database=d", "'password'")]
    [InlineData("second=third;Host=h;Database=d", "begins")]
    [InlineData("Host=h;Database=d;Password=\"first;Port=second", "keyword=value")]
    [InlineData("Host=h;Database=d;Port=second", "'port'")]
    [InlineData("Host=h;Database=d;SSL Mode=second", "'ssl mode'")]
    public void Failure_names_the_keyword_alone(string connectionString, string named)
    {
        var failure = Assert.Single(Validate(connectionString).Failures!);

        Assert.Contains(named, failure, StringComparison.Ordinal);
        Assert.Contains("Password=\"p;w\"", failure, StringComparison.Ordinal);
        Assert.All(["first", "second", "third"], secret => Assert.DoesNotContain(secret, failure, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Host=h;Database=d;Username=u;Password=\"p;w=\"\"x'\"")]
    [InlineData("Server=h;DB=d;User Id=u;Password='p;w=x';SSL Mode=VerifyFull;Maximum Pool Size=20;Target Session Attributes=primary")]
    public void Quoted_password_and_every_name_of_a_keyword_are_taken(string connectionString) => Assert.True(Validate(connectionString).Succeeded);

    [Theory]
    [InlineData("Host=h1,h2", 1)]
    [InlineData("Host=h1,h2;Host Recheck Seconds=7", 7)]
    public void Of_several_servers_the_primary_is_found_soon_after_a_failover_unless_a_time_is_set(string connectionString, int seconds)
    {
        using var connections = new PostgreSqlConnections(connectionString);

        Assert.All([connections.Writers, connections.Readers], source =>
        {
            var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
            Assert.Equal(("primary", seconds), (settings.TargetSessionAttributes, settings.HostRecheckSeconds));
        });
    }

    private static ValidateOptionsResult Validate(string connectionString)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Journal", connectionString)]).Build();
        return new JournalOptionsValidator(configuration).Validate(name: null, new JournalOptions { Provider = JournalOptions.PostgreSql });
    }
}
