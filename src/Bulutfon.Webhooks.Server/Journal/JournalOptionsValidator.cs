using System.Data.Common;
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
        if (Unreadable(text) is { } unreadable)
        {
            return ValidateOptionsResult.Fail($"{Key}: {unreadable}. For PostgreSQL, {Form}; a value that has ; or quotes in it stands in quotes itself: Password=\"p;w\", where a double quote is written twice.");
        }

        return new NpgsqlConnectionStringBuilder(text) switch
        {
            { Host: null or "" } => ValidateOptionsResult.Fail($"{Key}: names no server; {Form}."),
            { Database: null or "" } => ValidateOptionsResult.Fail($"{Key}: names no database; {Form}."),
            { Multiplexing: true } => ValidateOptionsResult.Fail($"{Key}: 'Multiplexing' is not for you to set: the journal needs sessions of its own."),
            _ => ValidateOptionsResult.Success,
        };
    }

    /// <summary>
    /// What is wrong with its form, in words of our own: half of a password that has a semicolon and no quotes looks like a keyword, which an exception's
    /// message would tell.
    /// </summary>
    private static string? Unreadable(string? text)
    {
        DbConnectionStringBuilder pairs;
        try
        {
            pairs = new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return "cannot be read as 'keyword=value;keyword=value'";
        }

        var known = new NpgsqlConnectionStringBuilder();
        var before = "";
        foreach (var keyword in pairs.Keys.Cast<string>())
        {
            if (!known.ContainsKey(keyword))
            {
                return before.Length == 0 ? "begins with what is no keyword" : $"behind the value of '{before}' stands what is no keyword";
            }

            try
            {
                known[keyword] = pairs[keyword];
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
            {
                return $"the value of '{keyword}' is none that it can have";
            }

            before = keyword;
        }

        return null;
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
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return given.Keys.Cast<string>().FirstOrDefault(keyword => keyword is not ("data source" or "datasource" or "filename"));
    }
}
