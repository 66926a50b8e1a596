using System.Net;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Outbound.Export;
using Bulutfon.Webhooks.Server.Tests.Outbound.Calls;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using MiniExcelLibs;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Export;

public sealed class CallExportTests(ScenarioServer scenarios) : IClassFixture<ScenarioServer>
{
    [Theory]
    [InlineData("")]
    [InlineData("outcome=missed&")]
    [InlineData("unreturned=true&")]
    public async Task Every_format_has_the_calls_that_the_list_has(string filter)
    {
        var listed = ScenarioServer.Uuids(await scenarios.Reader.ReadAsync($"/api/calls?{filter}limit=500&order=asc"));

        var lines = (await scenarios.Reader.GetStringAsync($"/api/calls/export?{filter}order=asc&format=ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var csv = await scenarios.Reader.GetStringAsync($"/api/calls/export?{filter}order=asc&delimiter=;&decimal=comma");
        using var workbook = new MemoryStream(await scenarios.Reader.GetByteArrayAsync($"/api/calls/export?{filter}order=asc&format=xlsx"));
        var rows = workbook.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();

        Assert.Equal(listed, lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("uuid").GetString()));
        Assert.Equal(listed, rows.Select(row => (string)row["uuid"]));
        Assert.Equal(string.Join(';', CallColumns.All.Select(column => column.Name)), csv.Split("\r\n")[0].TrimStart('\uFEFF'));
        Assert.All(listed, uuid => Assert.Contains(uuid, csv, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lines_are_calls_as_the_list_gives_them_and_cells_are_as_people_write()
    {
        var page = await scenarios.Reader.ReadAsync("/api/calls?outcome=answered&limit=1");
        var call = page.GetProperty("items")[0];
        var uuid = Uri.EscapeDataString(call.GetProperty("uuid").GetString()!);

        using var answer = await scenarios.Reader.GetAsync($"/api/calls/export?format=xlsx&uuid={uuid}");
        using var workbook = new MemoryStream(await answer.Content.ReadAsByteArrayAsync());
        var row = workbook.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().Single();
        var line = await scenarios.Reader.GetStringAsync($"/api/calls/export?format=ndjson&uuid={uuid}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("calls_until_", answer.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.Equal(call.GetRawText() + "\n", line);
        Assert.IsType<DateTime>(row["started_at"]);
        Assert.Equal(("answered", call.GetProperty("reason_text").GetProperty("tr").GetString()), (row["outcome"], row["reason_text_tr"]));
    }
}
