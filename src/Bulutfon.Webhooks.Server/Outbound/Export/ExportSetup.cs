namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>Whole lists as files. Another list is another <see cref="ExportTable{T}"/> with columns of its own, and its route.</summary>
internal static class ExportSetup
{
    public static WebApplicationBuilder AddExport(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ExportPages>();
        builder.Services.AddSingleton<ExportAnswer>();
        builder.Services.AddResponseCompression(compression =>
        {
            // Over TLS too: no secret stands in these files that somebody could guess from their length.
            compression.EnableForHttps = true;
            // A workbook is compressed already.
            compression.MimeTypes = [CsvFormat.MediaType, NdjsonFormat.MediaType];
        });
        return builder;
    }

    /// <summary>For exports alone: other answers are small, and streams must leave at once.</summary>
    public static WebApplication UseExport(this WebApplication app)
    {
        app.UseWhen(context => context.GetEndpoint()?.Metadata.GetMetadata<CompressedAnswer>() is not null, exports => exports.UseResponseCompression());
        return app;
    }
}
