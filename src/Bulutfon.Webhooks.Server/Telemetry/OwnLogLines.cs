namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>On an endpoint whose answers last: it writes lines of its own, and the request log tells only of what it refuses and of what fails.</summary>
internal sealed class OwnLogLines;
