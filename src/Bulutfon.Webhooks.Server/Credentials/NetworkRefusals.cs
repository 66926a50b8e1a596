using System.Net;
using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>Tells of posts from a network that their hook does not allow, once a minute for each source.</summary>
internal sealed partial class NetworkRefusals(TimeProvider time, ILogger<NetworkRefusals> logger)
{
    private const int Capacity = 1_000;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly FailureWindows<SourceKey> told = new(Capacity);

    public void Add(IPAddress? source, string configurationKey)
    {
        int count;
        lock (gate)
        {
            count = told.Add(SourceKey.Of(source), time.GetUtcNow(), Quiet);
        }

        if (count == 1)
        {
            LogRefused(logger, ClientAddress.Of(source), configurationKey);
        }
    }

    [LoggerMessage(
        LogEvents.NetworkRefused, LogLevel.Warning, "A post came from {Client}, which is in none of the networks of {Hook}:AllowedNetworks; it is answered 403 and not stored")]
    private static partial void LogRefused(ILogger logger, string client, string hook);
}
