using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>One item a line, as the API gives it.</summary>
internal sealed class NdjsonFormat : IExportFormat
{
    public const string MediaType = "application/x-ndjson";

    private const int FlushAt = 64 * 1024;

    public string Suffix => "ndjson";

    public string ContentType => MediaType;

    public async Task WriteAsync<T>(ExportTable<T> table, BeginAnswer begin, CancellationToken cancellationToken)
    {
        var lines = PipeWriter.Create(await begin(), new StreamPipeWriterOptions(leaveOpen: true));
        await foreach (var page in table.Pages.WithCancellation(cancellationToken))
        {
            foreach (var item in page)
            {
                lines.Write(JsonSerializer.SerializeToUtf8Bytes(item, table.Json));
                lines.Write("\n"u8);
                if (lines.UnflushedBytes >= FlushAt)
                {
                    await lines.FlushAsync(cancellationToken);
                }
            }
        }

        await lines.CompleteAsync();
    }
}
