using System.IO.Compression;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>
/// A workbook. It is made in a temporary file first: an archive cannot be cut short without a trace, so all that can fail has
/// happened before the answer begins, and a slow download holds nothing but the file.
/// </summary>
internal sealed class XlsxFormat(TimeZoneInfo zone) : IExportFormat
{
    private const int BufferSize = 64 * 1024;

    public string Suffix => "xlsx";

    public string ContentType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public async Task WriteAsync<T>(ExportTable<T> table, BeginAnswer begin, CancellationToken cancellationToken)
    {
        await using var file = OpenTemporary();
        await SaveAsync(table, file, cancellationToken);
        file.Position = 0;
        var body = await begin(file.Length);
        await file.CopyToAsync(body, BufferSize, cancellationToken);
    }

    private async Task SaveAsync<T>(ExportTable<T> table, FileStream file, CancellationToken cancellationToken)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, xml) in XlsxParts.Of(table.Name))
        {
            using var part = new StreamWriter(archive.CreateEntry(name).Open());
            part.Write(xml);
        }

        await using var content = archive.CreateEntry(XlsxParts.Sheet).Open();
        using var sheet = new XlsxSheet(content, zone);
        sheet.Begin(table.Columns);
        await foreach (var page in table.Pages.WithCancellation(cancellationToken))
        {
            foreach (var item in page)
            {
                sheet.Write(table.Columns, item);
            }
        }

        sheet.End();
    }

    /// <summary>Nobody else can read it, and it is gone when it is closed.</summary>
    private static FileStream OpenTemporary()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferSize,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"bulutfon-{Path.GetRandomFileName()}.xlsx"), options);
    }
}
