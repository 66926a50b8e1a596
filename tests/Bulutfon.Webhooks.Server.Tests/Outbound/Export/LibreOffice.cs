using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Export;

/// <summary>
/// LibreOffice as an office in Turkey or elsewhere has it, without its window. Where it is missing the tests skip and say so; with CI=true
/// they fail instead, for a skipped test shows nothing.
/// </summary>
internal static class LibreOffice
{
    private const string Executable = "soffice";
    private const int TurkishNumber = 1055;
    private const int EnglishNumber = 1033;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly XNamespace Office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private static readonly XNamespace Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static readonly XNamespace Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    /// <summary>The cells of a file by its header, as they are shown and with what they were taken for. The test must be a skippable one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="suffix">What it is: <c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="separator">What separates the cells of a CSV to whoever opens it, also if it is wrong.</param>
    /// <param name="isTurkish">Whether the office is in Turkey; else in the United States.</param>
    public static async Task<List<Dictionary<string, Cell>>> OpenAsync(byte[] file, string suffix, char separator = ';', bool isTurkish = true)
    {
        var rows = (await OpenCellsAsync([file], suffix, separator, isTurkish)).Single();
        var names = rows[0].TakeWhile(cell => cell.Type is not null).Select(cell => cell.Shown).ToList();
        return [.. rows.Skip(1).Where(row => row.Exists(cell => cell.Type is not null))
            .Select(row => names.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    /// <summary>The same of several files, without a header.</summary>
    public static async Task<List<List<List<Cell>>>> OpenCellsAsync(IReadOnlyList<byte[]> files, string suffix, char separator, bool isTurkish)
    {
        // What its dialog proposes for a CSV that has a BOM, but for the separator: special numbers, such as dates, are detected.
        var csv = string.Create(CultureInfo.InvariantCulture, $"CSV:{(int)separator},34,76,1,,{(isTurkish ? TurkishNumber : EnglishNumber)},false,true");
        var locale = isTurkish ? "tr_TR.UTF-8" : "en_US.UTF-8";
        using var folder = new TemporaryFolder();
        foreach (var (index, file) in files.Index())
        {
            await File.WriteAllBytesAsync(folder.File(Name(index, suffix)), file);
        }

        var start = new ProcessStartInfo(Executable)
        {
            // A profile of its own: two that share one wait for each other.
            ArgumentList =
            {
                "-env:UserInstallation=" + new Uri(folder.File("profile")).AbsoluteUri, "--headless", "--infilter=" + (suffix == "csv" ? csv : "Calc MS Excel 2007 XML"),
                "--convert-to", "fods", "--outdir", folder.FullPath,
            },
            Environment = { ["LC_ALL"] = locale, ["LANG"] = locale, ["HOME"] = folder.FullPath },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var index in Enumerable.Range(0, files.Count))
        {
            start.ArgumentList.Add(folder.File(Name(index, suffix)));
        }

        using var process = Start(start);
        using var timeout = new CancellationTokenSource(Longest);
        try
        {
            var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
            await process.WaitForExitAsync(timeout.Token);
            return [.. files.Select((_, index) =>
            {
                var opened = folder.File(Name(index, "fods"));
                Assert.True(File.Exists(opened), string.Concat(output));
                return Read(XDocument.Load(opened));
            })];
        }
        finally
        {
            // Its children too; of one that has ended there are none.
            process.Kill(entireProcessTree: true);
        }
    }

    private static string Name(int index, string suffix) => string.Create(CultureInfo.InvariantCulture, $"export-{index}.{suffix}");

    private static Process Start(ProcessStartInfo start)
    {
        const string Reason = $"{Executable} is missing: apt-get install --no-install-recommends libreoffice-calc";
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.False(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), Reason);
            Skip.If(true, Reason);
            throw;
        }
    }

    private static List<List<Cell>> Read(XDocument document) =>
        [.. document.Descendants(Table + "table-row").Select(row => row.Elements(Table + "table-cell").SelectMany(Repeated).ToList())];

    /// <summary>Equal neighbours are written once, and empty cells to the end of the sheet too.</summary>
    private static IEnumerable<Cell> Repeated(XElement cell)
    {
        var count = int.Parse((string?)cell.Attribute(Table + "number-columns-repeated") ?? "1", CultureInfo.InvariantCulture);
        var isFormula = cell.Attribute(Table + "formula") is not null;
        var read = new Cell(string.Join('\n', cell.Elements(Text + "p").Select(Paragraph)), (string?)cell.Attribute(Office + "value-type"), isFormula);
        return Enumerable.Repeat(read, Math.Min(count, 100));
    }

    /// <summary>Blanks and tabs have elements of their own.</summary>
    private static string Paragraph(XElement paragraph) => string.Concat(paragraph.DescendantNodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "s" } => " ",
        XElement { Name.LocalName: "tab" } => "\t",
        _ => "",
    }));

    /// <param name="Shown">What a person reads.</param>
    /// <param name="Type">What it was taken for: <c>string</c>, <c>float</c>, <c>date</c>; null for an empty cell.</param>
    /// <param name="IsFormula">Whether it is computed.</param>
    internal sealed record Cell(string Shown, string? Type, bool IsFormula);
}
