using System.Text.Json;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Export;

/// <summary>A server with events whose texts a spreadsheet could take for something else.</summary>
public sealed class HostileEvents : IAsyncLifetime
{
    internal static readonly string[] Texts =
    [
        "x;=1+1;y", "x,=1+1,y", "x\t=1+1\ty", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\u00A0=1+1", "\uFF1D1+1", "a\n=1+1", "a;\"=1+1\";b", "a,\"=1+1\",b", ";=1+1", ",=1+1", "x;;=1+1", "a;+1+1", "a,-2+3", "a;@SUM(1)",
        "0100", "000123", "18446744073709551615", "1E5", "2-3", "1/2", "12:30", "1.50", "1,5", "TRUE", "false", "Doğru", "YANLIŞ", "5 May", "Mar 5", "5 Ekim 2026", "1 Ara", "10:30 PM", "50%", "%50", "$5", "5 TL", "1 1/2", "2026-01-01", "2026-01-01 10:30", "1.000.000", "1 234", "😀 _x0041_", "Çağrı; \"acil\", Ağrı",
    ];

    internal RunningServer Server { get; } = RunningServer.Start();

    internal HttpClient Reader { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        using var hook = Server.HookClient();
        Reader = Server.OperatorClient();
        foreach (var (index, text) in Texts.Index())
        {
            await hook.PostAsync($$"""{"event_type":"call_init","uuid":"u-{{index}}","timestamp":{{1767258000 + index}},"additional_data":{{JsonSerializer.Serialize(text)}}}""");
        }
    }

    public async Task DisposeAsync()
    {
        Reader.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>Texts of exports in a real spreadsheet, under both locales and with every separator.</summary>
[Trait("Store", "Sqlite")]
public sealed class LibreOfficeTextTests(HostileEvents server) : IClassFixture<HostileEvents>
{
    /// <summary>Under both locales, with the separator that the file has and with those that it has not: nothing is computed, and what is opened rightly is whole.</summary>
    [SkippableTheory]
    [InlineData(',', true)]
    [InlineData(';', true)]
    [InlineData('\t', true)]
    [InlineData(',', false)]
    [InlineData(';', false)]
    [InlineData('\t', false)]
    public async Task Texts_are_texts_whatever_separates_cells_to_the_reader(char read, bool isTurkish)
    {
        char[] written = [',', ';'];
        var files = await Task.WhenAll(written.Select(separator => server.Reader.GetByteArrayAsync($"/api/events/export?format=csv&order=asc&delimiter={Uri.EscapeDataString(separator.ToString())}")));

        var opened = await LibreOffice.OpenCellsAsync(files, "csv", read, isTurkish);

        Assert.Equal(written.Length, opened.Count);
        Assert.All(written.Zip(opened), file =>
        {
            var cells = file.Second.SelectMany(row => row).ToList();
            Assert.DoesNotContain(cells, cell => cell.IsFormula);
            Assert.DoesNotContain(cells, cell => cell is { Type: "string", Shown: "" });
            Assert.All(HostileEvents.Texts, text => Assert.Contains(cells, cell => read != file.First || IsWhole(cell, text)));
        });
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Texts_of_a_workbook_are_whole(bool isTurkish)
    {
        var file = await server.Reader.GetByteArrayAsync("/api/events/export?format=xlsx&order=asc");

        var cells = (await LibreOffice.OpenCellsAsync([file], "xlsx", ';', isTurkish)).Single().SelectMany(row => row).ToList();

        Assert.DoesNotContain(cells, cell => cell.IsFormula);
        Assert.DoesNotContain(cells, cell => cell is { Type: "string", Shown: "" });
        Assert.All(HostileEvents.Texts, text => Assert.Contains(cells, cell => IsWhole(cell, text)));
    }

    /// <summary>All of a text, beside the apostrophes that make it one.</summary>
    private static bool IsWhole(LibreOffice.Cell cell, string text) =>
        cell.Type == "string" && cell.Shown.Replace("'", "", StringComparison.Ordinal) == text.Replace("'", "", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal);
}
