namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>On an endpoint whose answers are compressed if the client accepts it.</summary>
internal sealed class CompressedAnswer;
