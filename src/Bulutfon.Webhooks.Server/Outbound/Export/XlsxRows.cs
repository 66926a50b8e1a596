using System.Xml;
using MiniExcelLibs;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>The rows of a table, one at a time, for the writer of workbooks.</summary>
/// <param name="columns">The columns.</param>
/// <param name="pages">The rows; the reader moves on in them and leaves their disposal to the caller.</param>
/// <param name="zone">The zone of times.</param>
internal sealed class XlsxRows<T>(IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerator<IReadOnlyList<T>> pages, TimeZoneInfo zone) : MiniExcelDataReaderBase
{
    /// <summary>What a sheet holds, without its headings.</summary>
    private const int MostRows = 1_048_575;

    /// <summary>What a cell holds.</summary>
    private const int LongestText = 32_767;

    /// <summary>Where a sheet's calendar begins to be right: it has a 29 February 1900.</summary>
    private static readonly DateTime FirstDate = new(1900, 3, 1);

    private IReadOnlyList<T> _page = [];
    private int _row = -1;
    private int _rows;

    public override int FieldCount => columns.Count;

    public override string GetName(int i) => columns[i].Name;

    public override bool Read()
    {
        while (++_row >= _page.Count)
        {
            if (!pages.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            {
                return false;
            }

            (_page, _row) = (pages.Current, -1);
        }

        return ++_rows <= MostRows
            ? true
            : throw new ExportTooLargeException($"A sheet holds {MostRows} rows, and the filter finds more. Narrow it, for instance by 'from' and 'to', or take format=csv.");
    }

    public override object GetValue(int i) => columns[i].Value(_page[_row]) switch
    {
        DateTimeOffset time => ToCell(TimeZoneInfo.ConvertTime(time, zone).DateTime),
        string text => ToCell(text),
        var value => value!,
    };

    private static object ToCell(DateTime time) => time >= FirstDate ? time : time.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Text as XML can hold it: the sheet is damaged otherwise.</summary>
    private static string ToCell(string text)
    {
        var cell = text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText - 1), "…");
        return cell.All(XmlConvert.IsXmlChar) ? cell : string.Create(cell.Length, cell, static (clean, source) =>
        {
            for (var index = 0; index < clean.Length; index++)
            {
                var isPair = index + 1 < source.Length && char.IsSurrogatePair(source[index], source[index + 1]);
                var isSecond = index > 0 && char.IsSurrogatePair(source[index - 1], source[index]);
                clean[index] = isPair || isSecond || XmlConvert.IsXmlChar(source[index]) ? source[index] : '\uFFFD';
            }
        });
    }
}
