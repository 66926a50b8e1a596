using System.Globalization;
using CsvHelper;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>
/// Separated values as spreadsheets open them: UTF-8 with its mark, times on the wall's clock, and texts as <see cref="SpreadsheetText"/>.
/// </summary>
/// <param name="separator">Between the cells.</param>
/// <param name="decimalMark">In numbers that are not whole.</param>
/// <param name="zone">The zone of times.</param>
internal sealed class CsvFormat(char separator, string decimalMark, TimeZoneInfo zone) : IExportFormat
{
    public const string MediaType = "text/csv";

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    private readonly NumberFormatInfo _numbers = new() { NumberDecimalSeparator = decimalMark };

    private readonly CsvWriterOptions _options = new()
    {
        Separator = separator,
        WriteByteOrderMark = true,
        Quoting = CsvQuoting.WhenNeededOrWhitespace,
    };

    public string Suffix => "csv";

    public string ContentType => MediaType + "; charset=utf-8";

    public async Task WriteAsync<T>(ExportTable<T> table, BeginAnswer begin, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(await begin(), _options, leaveOpen: true);
        csv.WriteHeader([.. table.Columns.Select(column => column.Name)]);
        await foreach (var page in table.Pages.WithCancellation(cancellationToken))
        {
            foreach (var item in page)
            {
                foreach (var column in table.Columns)
                {
                    Write(csv, column.Value(item));
                }

                await csv.EndRecordAsync(cancellationToken);
            }
        }
    }

    private void Write(CsvWriter csv, object? value)
    {
        switch (value)
        {
            case null:
                csv.WriteField("");
                break;
            case long whole:
                csv.WriteField(whole, default, _numbers);
                break;
            case decimal number:
                csv.WriteField(number, default, _numbers);
                break;
            case DateTimeOffset time:
                csv.WriteField(TimeZoneInfo.ConvertTime(time, zone).DateTime, TimeFormat);
                break;
            default:
                csv.WriteField(SpreadsheetText.Of((string)value));
                break;
        }
    }
}
