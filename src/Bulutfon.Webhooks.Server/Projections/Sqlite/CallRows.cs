using System.Text;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>Reads the table of calls.</summary>
internal sealed class CallRows(SqliteStatements statements)
{
    private readonly SqliteStatement _select = statements.Prepare("SELECT uuid, state FROM calls WHERE seq = ?1");

    /// <summary>A call by its number; null if there is none.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public CallState? Read(long seq)
    {
        try
        {
            return _select.Bind(seq).Read() ? CallState.Deserialize(Encoding.UTF8.GetString(_select.Blob(0)), _select.Blob(1)) : null;
        }
        finally
        {
            _select.Reset();
        }
    }
}
