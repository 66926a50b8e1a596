using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>What the attributes of <see cref="JournalOptions"/> cannot say.</summary>
internal sealed class JournalOptionsValidator(IConfiguration configuration) : IValidateOptions<JournalOptions>
{
    private const string Key = "ConnectionStrings:Journal";

    public ValidateOptionsResult Validate(string? name, JournalOptions options)
    {
        var text = configuration.GetConnectionString(JournalOptions.ConnectionStringName);
        if (options.Provider == JournalOptions.PostgreSql)
        {
            return ValidatePostgreSql(text);
        }

        return text is null ? ValidateOptionsResult.Success : ValidateSqlite(text);
    }

    private static ValidateOptionsResult ValidatePostgreSql(string? text)
    {
        const string Form = "write 'Host=<server>;Database=<database>;Username=<user>;Password=<password>'";
        try
        {
            return new NpgsqlConnectionStringBuilder(text) switch
            {
                { Host: null or "" } => ValidateOptionsResult.Fail($"{Key}: names no server; {Form}."),
                { Database: null or "" } => ValidateOptionsResult.Fail($"{Key}: names no database; {Form}."),
                { Multiplexing: true } => ValidateOptionsResult.Fail($"{Key}: 'Multiplexing' is not for you to set: the journal needs sessions of its own."),
                _ => ValidateOptionsResult.Success,
            };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return ValidateOptionsResult.Fail($"{Key}: {exception.Message} For PostgreSQL, {Form}.");
        }
    }

    private static ValidateOptionsResult ValidateSqlite(string text)
    {
        SqliteConnectionStringBuilder parsed;
        try
        {
            parsed = new SqliteConnectionStringBuilder(text);
        }
        catch (ArgumentException exception)
        {
            return ValidateOptionsResult.Fail($"{Key}: {exception.Message}");
        }

        return parsed switch
        {
            { DataSource.Length: 0 } => ValidateOptionsResult.Fail($"{Key}: names no file; write 'Data Source=<file>'."),
            { Keys.Count: > 0 } when Foreign(text) is { } foreign => ValidateOptionsResult.Fail($"{Key}: '{foreign}' is not for you to set; write 'Data Source=<file>' alone."),
            { Mode: SqliteOpenMode.Memory } or { DataSource: ":memory:" } => ValidateOptionsResult.Fail($"{Key}: a journal in memory would lose what was answered 200; name a file."),
            _ when parsed.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) => ValidateOptionsResult.Fail($"{Key}: write a path, not a URI."),
            _ => ValidateOptionsResult.Success,
        };
    }

    /// <summary>A keyword beside the file: the journal sets them itself, and one that were dropped in silence could promise what is not so.</summary>
    private static string? Foreign(string connectionString)
    {
        var given = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connectionString };
        return given.Keys.Cast<string>().FirstOrDefault(keyword => keyword is not ("data source" or "datasource" or "filename"));
    }
}
