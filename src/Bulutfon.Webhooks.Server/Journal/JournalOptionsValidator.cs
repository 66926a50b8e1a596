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
            { Mode: SqliteOpenMode.Memory } or { DataSource: ":memory:" } => ValidateOptionsResult.Fail($"{Key}: a journal in memory would lose what was answered 200; name a file."),
            _ when parsed.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) => ValidateOptionsResult.Fail($"{Key}: write a path, not a URI."),
            _ => ValidateOptionsResult.Success,
        };
    }
}
