using System.Xml.Linq;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Dashboard;

/// <summary>The keys that cookies are made with, in the database that replicas share: who signed in at one is signed in at all.</summary>
internal sealed class SharedSessionKeys(PostgreSqlConnections connections) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = connections.Readers.CreateCommand("SELECT element FROM session_keys ORDER BY name");
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read())
        {
            elements.Add(XElement.Parse(reader.GetString(0)));
        }

        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = connections.Readers.CreateCommand(
            "INSERT INTO session_keys (name, element) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET element = excluded.element");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = friendlyName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}
