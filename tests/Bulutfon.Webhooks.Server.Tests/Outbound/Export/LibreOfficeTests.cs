using Bulutfon.Webhooks.Server.Outbound.Export;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Export;

/// <summary>The files in a real spreadsheet with a Turkish locale. What they hold, other tests show on each store.</summary>
[Trait("Store", "Sqlite")]
public sealed class LibreOfficeTests(ExportedEvents events) : IClassFixture<ExportedEvents>
{
    [SkippableTheory]
    [InlineData("csv", "format=csv&delimiter=;&decimal=comma")]
    [InlineData("xlsx", "format=xlsx")]
    public async Task Events_have_the_right_columns_and_whole_numbers(string suffix, string parameters)
    {
        var rows = await OpenAsync($"/api/events/export?uuid=first,second,third,many-0&order=asc&{parameters}", suffix);

        Assert.Equal(EventColumns.All.Select(column => column.Name), rows[0].Keys);
        Assert.Equal(["third", "many-0", "first", "second"], rows.Select(row => row["uuid"].Shown));
        Assert.DoesNotContain(rows.SelectMany(row => row.Values), cell => cell.IsFormula);
        var (first, second) = (rows[2], rows[3]);
        Assert.Equal(("0532 204 15 84", "string"), (first["caller"].Shown, first["caller"].Type));
        Assert.Equal(("0850 222 33 44", "string"), (first["callee"].Shown, first["callee"].Type));
        Assert.Equal(("00 493012345678", "string"), (second["callee"].Shown, second["callee"].Type));
        Assert.Equal("1004", first["destination"].Shown);
        Assert.Equal(("61", "float"), (first["talk_duration"].Shown, first["talk_duration"].Type));
        Assert.Equal(("0,0182", "float"), (first["call_price"].Shown, first["call_price"].Type));
        Assert.Equal(("2026-01-01 12:00:00", "date"), (first["occurred_at"].Shown, first["occurred_at"].Type));
        Assert.Equal("Çağrı; \"acil\", Ağrı", first["additional_data"].Shown);
        Assert.EndsWith("=HYPERLINK(\"http://x\";1)", second["caller"].Shown, StringComparison.Ordinal);
        Assert.Equal("string", second["caller"].Type);
        Assert.EndsWith(" 😀_x0041_ _xD83D_", rows[0]["additional_data"].Shown, StringComparison.Ordinal);
        Assert.DoesNotContain(rows.SelectMany(row => row.Values), cell => cell is { Type: "string", Shown: "" });
    }

    [SkippableTheory]
    [InlineData("csv", "format=csv&delimiter=;&decimal=comma")]
    [InlineData("xlsx", "format=xlsx")]
    public async Task Calls_have_the_right_columns_and_whole_numbers(string suffix, string parameters)
    {
        var rows = await OpenAsync($"/api/calls/export?uuid=first&{parameters}", suffix);

        Assert.Equal(CallColumns.All.Select(column => column.Name), rows[0].Keys);
        var call = Assert.Single(rows);
        Assert.Equal(("0532 204 15 84", "string"), (call["caller"].Shown, call["caller"].Type));
        Assert.Equal(("0850 222 33 44", "string"), (call["did"].Shown, call["did"].Type));
        Assert.Equal(("2026-01-01 12:00:00", "date"), (call["ended_at"].Shown, call["ended_at"].Type));
        Assert.Equal(("16", "float"), (call["hangup_cause_q850"].Shown, call["hangup_cause_q850"].Type));
        Assert.Equal("first", call["uuid"].Shown);
    }

    private async Task<List<Dictionary<string, LibreOffice.Cell>>> OpenAsync(string path, string suffix) =>
        await LibreOffice.OpenAsync(await events.Reader.GetByteArrayAsync(path), suffix);
}
