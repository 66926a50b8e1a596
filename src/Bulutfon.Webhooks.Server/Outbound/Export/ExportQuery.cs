using Bulutfon.Webhooks.Server.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>The parameters that say how a file is to look.</summary>
internal static class ExportQuery
{
    public const string FormatName = "format";
    public const string DelimiterName = "delimiter";
    public const string DecimalName = "decimal";

    public static readonly string[] Names = [FormatName, DelimiterName, DecimalName];

    /// <summary>Reads the format; what is wrong is in <paramref name="parameters"/>.</summary>
    public static IExportFormat ReadFormat(QueryParameters parameters, TimeZoneInfo zone)
    {
        var name = parameters.Text(FormatName) ?? "csv";
        var separator = parameters.Value<char>(DelimiterName, ReadDelimiter, "a comma (the default), ; (which Turkish Excel expects) or tab");
        var mark = parameters.Value<char>(DecimalName, ReadDecimal, "point (0.0182), comma (0,0182)");
        if (name != "csv" && (separator ?? mark) is not null)
        {
            parameters.Refuse(QueryParameters.InvalidParameter, separator is null ? DecimalName : DelimiterName, "The parameters 'delimiter' and 'decimal' are for format=csv; the other formats have marks of their own.");
        }

        switch (name)
        {
            case "xlsx":
                return new XlsxFormat(zone);
            case "ndjson":
                return new NdjsonFormat();
            case not "csv":
                parameters.Invalid(FormatName, name, "csv (the default), xlsx, ndjson");
                break;
        }

        return new CsvFormat(separator ?? ',', (mark ?? '.').ToString(), zone);
    }

    private static char? ReadDelimiter(string text) => text switch
    {
        "," or ";" => text[0],
        "tab" => '\t',
        _ => null,
    };

    private static char? ReadDecimal(string text) => text switch
    {
        "point" => '.',
        "comma" => ',',
        _ => null,
    };
}
