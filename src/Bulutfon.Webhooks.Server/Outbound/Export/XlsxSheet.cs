using System.Globalization;
using System.Text;
using System.Xml;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>Writes a sheet row by row. A value that is missing makes no cell: an empty text would make a sum an error.</summary>
internal sealed class XlsxSheet : IDisposable
{
    /// <summary>What a sheet holds, without its headings.</summary>
    private const int MostRows = 1_048_575;

    /// <summary>A spreadsheet keeps fifteen digits of a number.</summary>
    private const long LargestNumber = 999_999_999_999_999;

    /// <summary>Where a sheet's calendar begins to be right: it has a 29 February 1900.</summary>
    private static readonly DateTime FirstDate = new(1900, 3, 1);

    private readonly XmlWriter _xml;
    private readonly TimeZoneInfo _zone;
    private int _rows;

    public XlsxSheet(Stream stream, TimeZoneInfo zone)
    {
        _zone = zone;
        _xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = false });
    }

    public void Begin<T>(IReadOnlyList<ExportColumn<T>> columns)
    {
        _xml.WriteStartDocument(standalone: true);
        _xml.WriteStartElement("worksheet", XlsxParts.Main);
        _xml.WriteStartElement("cols", XlsxParts.Main);
        foreach (var (index, column) in columns.Index())
        {
            _xml.WriteStartElement("col", XlsxParts.Main);
            _xml.WriteAttributeString("min", Text(index + 1));
            _xml.WriteAttributeString("max", Text(index + 1));
            _xml.WriteAttributeString("width", Text(column.Width));
            _xml.WriteAttributeString("customWidth", "1");
            _xml.WriteEndElement();
        }

        _xml.WriteEndElement();
        _xml.WriteStartElement("sheetData", XlsxParts.Main);
        WriteRow(columns, column => column.Name);
    }

    /// <exception cref="ExportTooLargeException">The sheet is full.</exception>
    public void Write<T>(IReadOnlyList<ExportColumn<T>> columns, T item)
    {
        // The headings are a row too.
        if (_rows > MostRows)
        {
            throw new ExportTooLargeException($"A sheet holds {MostRows} rows, and the filter finds more. Narrow it, for instance by 'from' and 'to', or take format=csv.");
        }

        WriteRow(columns, column => column.Value(item));
    }

    public void End()
    {
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.WriteEndDocument();
        _xml.Flush();
    }

    public void Dispose() => _xml.Dispose();

    private void WriteRow<T>(IReadOnlyList<ExportColumn<T>> columns, Func<ExportColumn<T>, object?> valueOf)
    {
        var row = Text(++_rows);
        _xml.WriteStartElement("row", XlsxParts.Main);
        _xml.WriteAttributeString("r", row);
        for (var index = 0; index < columns.Count; index++)
        {
            if (valueOf(columns[index]) is { } value and not "")
            {
                _xml.WriteStartElement("c", XlsxParts.Main);
                _xml.WriteAttributeString("r", ColumnName(index) + row);
                WriteValue(value);
                _xml.WriteEndElement();
            }
        }

        _xml.WriteEndElement();
    }

    private void WriteValue(object value)
    {
        switch (value)
        {
            case long and (> LargestNumber or < -LargestNumber):
                WriteText(Text(value));
                break;
            case long or decimal:
                WriteNumber(Text(value));
                break;
            case DateTimeOffset moment when TimeZoneInfo.ConvertTime(moment, _zone).DateTime is var time && time >= FirstDate:
                _xml.WriteAttributeString("s", XlsxParts.TimeStyle);
                WriteNumber(time.ToOADate().ToString("R", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset moment:
                WriteText(TimeZoneInfo.ConvertTime(moment, _zone).DateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                break;
            default:
                WriteText((string)value);
                break;
        }
    }

    private void WriteNumber(string number) => _xml.WriteElementString("v", XlsxParts.Main, number);

    private void WriteText(string text)
    {
        _xml.WriteAttributeString("t", "inlineStr");
        _xml.WriteStartElement("is", XlsxParts.Main);
        _xml.WriteStartElement("t", XlsxParts.Main);
        _xml.WriteAttributeString("xml", "space", ns: null, "preserve");
        _xml.WriteString(XlsxText.Of(text));
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    /// <summary><c>A</c> to <c>Z</c>, then <c>AA</c>.</summary>
    private static string ColumnName(int index) =>
        index < 26 ? ((char)('A' + index)).ToString() : ColumnName((index / 26) - 1) + (char)('A' + (index % 26));

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
