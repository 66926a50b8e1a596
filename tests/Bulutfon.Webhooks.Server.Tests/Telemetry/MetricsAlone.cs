namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

/// <summary>
/// Tests that read metrics run alone: an exporter hears every meter of its name in the process, also those of other tests' servers.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MetricsAlone
{
    public const string Name = "Metrics";
}
