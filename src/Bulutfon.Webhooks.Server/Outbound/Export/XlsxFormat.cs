using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>
/// A workbook. It is made in a temporary file first: an archive cannot be cut short without a trace, so all that can fail has
/// happened before the answer begins, and a slow download holds nothing but the file.
/// </summary>
internal sealed class XlsxFormat(TimeZoneInfo zone) : IExportFormat
{
    private const string TimeFormat = "yyyy-mm-dd hh:mm:ss";
    private const int BufferSize = 64 * 1024;

    public string Suffix => "xlsx";

    public string ContentType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public async Task WriteAsync<T>(ExportTable<T> table, BeginAnswer begin, CancellationToken cancellationToken)
    {
        await using var file = OpenTemporary();
        // On a thread of its own, since the writer is synchronous: its asynchronous twin puts an element where the format
        // does not allow it, and gathers other sources than a data reader in memory.
        await using var pages = table.Pages.GetAsyncEnumerator(cancellationToken);
        await Task.Factory.StartNew(() => Save(table, pages, file), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        file.Position = 0;
        var body = await begin(file.Length);
        await file.CopyToAsync(body, BufferSize, cancellationToken);
    }

    private void Save<T>(ExportTable<T> table, IAsyncEnumerator<IReadOnlyList<T>> pages, FileStream file)
    {
        using var rows = new XlsxRows<T>(table.Columns, pages, zone);
        MiniExcel.SaveAs(file, rows, printHeader: true, table.Name, ExcelType.XLSX, new OpenXmlConfiguration
        {
            TableStyles = TableStyles.None,
            AutoFilter = false,
            // A null value makes no cell at all.
            EnableWriteNullValueCell = false,
            DynamicColumns = [.. table.Columns.Select((column, index) => new DynamicExcelColumn(column.Name) { Index = index, Width = column.Width, Format = column.IsTime ? TimeFormat : null })],
        });
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
