using System.Net;
using Bulutfon.Webhooks.Server.Configuration;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>The address of a client as a log line has it.</summary>
internal static class ClientAddress
{
    public static string Of(IPAddress? address) => address is null ? "-" : NetworkList.Unmapped(address).ToString();

    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);
}
