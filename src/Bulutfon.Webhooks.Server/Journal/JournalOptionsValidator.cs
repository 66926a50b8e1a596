using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>What the attributes of <see cref="JournalOptions"/> cannot say.</summary>
internal sealed class JournalOptionsValidator(IConfiguration configuration) : IValidateOptions<JournalOptions>
{
    private const string Key = "ConnectionStrings:Journal";

    public ValidateOptionsResult Validate(string? name, JournalOptions options)
    {
        if (configuration.GetConnectionString(JournalOptions.ConnectionStringName) is not { } text)
        {
            return ValidateOptionsResult.Success;
        }

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
