using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>OpenTelemetry's own variables, as far as a mistake in them would be told nowhere: nothing would arrive, without a word.</summary>
internal sealed class CollectorOptions
{
    private static readonly string[] Endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
    private static readonly string[] Protocols = ["OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"];

    internal List<string> Errors { get; } = [];

    internal static void Bind(CollectorOptions options, IConfiguration configuration)
    {
        foreach (var key in Endpoints)
        {
            if (configuration[key] is { Length: > 0 } text
                && !(Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)))
            {
                options.Errors.Add($"{key}: '{text}' is no address of a collector; write one as http://localhost:4317.");
            }
        }

        foreach (var key in Protocols)
        {
            if (configuration[key] is { Length: > 0 } text and not ("grpc" or "http/protobuf"))
            {
                options.Errors.Add($"{key}: '{text}' is no protocol that is spoken here; write grpc or http/protobuf.");
            }
        }
    }
}

internal sealed class CollectorOptionsValidator : IValidateOptions<CollectorOptions>
{
    public ValidateOptionsResult Validate(string? name, CollectorOptions options) =>
        options.Errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Errors);
}
