using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Bulutfon.Webhooks.Server.Outbound.Export;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using MiniExcelLibs;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Export;

/// <summary>A server with events that are hard on files.</summary>
public sealed class ExportedEvents : IAsyncLifetime
{
    private const int Many = 1_200;

    internal RunningServer Server { get; } = RunningServer.Start();

    internal HttpClient Reader { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        using var hook = Server.HookClient();
        Reader = Server.OperatorClient();
        await hook.PostAsync("""
            {"event_type":"call_hangup","uuid":"first","caller":905322041584,"callee":908502223344,"direction":"IN","timestamp":1767258000250000,
             "hangup_cause":"NORMAL_CLEARING","talk_duration":61,"destination":1004,"cdr":{"call_price":"0.0182"},"additional_data":"Çağrı; \"acil\", Ağrı"}
            """);
        await hook.PostAsync("""{"event_type":"call_init","uuid":"second","caller":"=HYPERLINK(\"http://x\";1)","callee":493012345678,"timestamp":1767258060000000,"additional_data":"+1\n2"}""");
        await hook.PostAsync("""{"event_type":"call_init","uuid":"third","caller":"@sum","callee":"anonymous","timestamp":-62135596800000000,"additional_data":"\tx\u0001\uFFFE 😀_x0041_ _xD83D_"}""");
        for (var number = 0; number < Many; number += 100)
        {
            await Task.WhenAll(Enumerable.Range(number, 100).Select(each => Server.Journal.AppendAsync(
                Tests.Journal.TestEvents.Json($$"""{"event_type":"fax_init","uuid":"many-{{each}}","timestamp":{{1700000000 + each}}}""")).AsTask()));
        }
    }

    public async Task DisposeAsync()
    {
        Reader.Dispose();
        await Server.DisposeAsync();
    }
}

public sealed class ExportTests(ExportedEvents events) : IClassFixture<ExportedEvents>
{
    private const string Three = "uuid=first,second,third&order=asc";
    private readonly HttpClient _reader = events.Reader;

    [Fact]
    public async Task Csv_opens_in_a_spreadsheet_with_whole_numbers_local_times_and_no_formula()
    {
        using var answer = await _reader.GetAsync($"/api/events/export?{Three}");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var rows = ReadCsv(bytes, ',');

        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        Assert.Equal(EventColumns.All.Select(column => column.Name), rows[0].Keys);
        Assert.Equal(["third", "first", "second"], rows.Select(row => row["uuid"]));
        var (third, first, second) = (rows[0], rows[1], rows[2]);
        Assert.Equal(("0532 204 15 84", "0850 222 33 44", "1004"), (first["caller"], first["callee"], first["destination"]));
        Assert.Equal(("2026-01-01 12:00:00", "61", "0.0182"), (first["occurred_at"], first["talk_duration"], first["call_price"]));
        Assert.Equal("Çağrı; \"acil\", Ağrı", first["additional_data"]);
        Assert.Equal(("'=HYPERLINK(\"http://x\";1)", "00 493012345678", "'+1\n2"), (second["caller"], second["callee"], second["additional_data"]));
        Assert.Equal(("'@sum", "anonymous"), (third["caller"], third["callee"]));
        Assert.StartsWith("'\tx", third["additional_data"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("&delimiter=;&decimal=comma", ';', "0,0182")]
    [InlineData("&delimiter=tab", '\t', "0.0182")]
    [InlineData("&decimal=comma", ',', "0,0182")]
    public async Task Csv_has_the_marks_that_are_asked_for(string parameters, char separator, string price)
    {
        var rows = ReadCsv(await _reader.GetByteArrayAsync($"/api/events/export?format=csv&{Three}{parameters}"), separator);

        Assert.Equal(price, rows[1]["call_price"]);
        Assert.Equal("Çağrı; \"acil\", Ağrı", rows[1]["additional_data"]);
    }

    [Fact]
    public async Task Workbook_has_numbers_as_text_and_times_as_times_and_no_formula()
    {
        using var answer = await _reader.GetAsync($"/api/events/export?format=xlsx&{Three}");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var rows = ReadWorkbook(bytes);

        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(bytes.Length, answer.Content.Headers.ContentLength);
        Assert.Equal(EventColumns.All.Select(column => column.Name), rows[0].Keys);
        Assert.Equal(["third", "first", "second"], rows.Select(row => row["uuid"]));
        Assert.Equal(("0532 204 15 84", "1004"), (rows[1]["caller"], rows[1]["destination"]));
        Assert.Equal((61.0, 0.0182), (rows[1]["talk_duration"], rows[1]["call_price"]));
        Assert.Equal(new DateTime(2026, 1, 1, 12, 0, 0).AddMilliseconds(250), Assert.IsType<DateTime>(rows[1]["occurred_at"]), TimeSpan.FromMilliseconds(1));
        Assert.Equal("=HYPERLINK(\"http://x\";1)", rows[2]["caller"]);
        Assert.EndsWith(" 😀_x0041_ _xD83D_", (string)rows[0]["additional_data"], StringComparison.Ordinal);
        Assert.StartsWith("0001-01-01", Assert.IsType<string>(rows[0]["occurred_at"]), StringComparison.Ordinal);

        using var archive = new ZipArchive(new MemoryStream(bytes));
        using var sheet = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var xml = System.Xml.Linq.XDocument.Parse(await sheet.ReadToEndAsync());
        Assert.DoesNotContain(xml.Descendants(), element => element.Name.LocalName == "f");
        Assert.DoesNotContain(xml.Descendants().Where(element => element.Name.LocalName == "c"), cell => cell.Value.Length == 0);
        Assert.Contains("😀_x005F_x0041_", xml.ToString(), StringComparison.Ordinal);
        Assert.All(xml.Descendants().Single(element => element.Name.LocalName == "sheetData").Elements(), row => Assert.Equal("row", row.Name.LocalName));
        Assert.Contains(xml.Descendants().Where(element => element.Name.LocalName == "c"), cell => cell is { Value: "0532 204 15 84" } && cell.Attribute("t")?.Value == "inlineStr");
    }

    [Fact]
    public async Task Ndjson_has_an_event_a_line_as_the_api_gives_it()
    {
        using var answer = await _reader.GetAsync($"/api/events/export?format=ndjson&{Three}");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((IEnumerable<string>)[await _reader.GetStringAsync("/api/events/3"), await _reader.GetStringAsync("/api/events/1"), await _reader.GetStringAsync("/api/events/2"), ""], lines);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("ndjson")]
    public async Task The_whole_filter_is_exported_each_event_once_and_in_order(string format)
    {
        foreach (var (filter, count) in new[] { ("event_type=fax_init", 1_200), ("", 1_203), ("event_type=fax_init&from=2023-11-15T01:13:20&to=2023-11-15T01:13:23", 3), ("uuid=none", 0) })
        {
            var bytes = await _reader.GetByteArrayAsync($"/api/events/export?format={format}&{filter}");
            long[] ids = [.. format switch
            {
                "csv" => ReadCsv(bytes, ',').Select(row => long.Parse(row["id"], CultureInfo.InvariantCulture)),
                "xlsx" => ReadWorkbook(bytes).Select(row => (long)(double)row["id"]),
                _ => Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt64()),
            }];

            Assert.Equal(count, ids.Distinct().Count());
            Assert.Equal(count, ids.Length);
            var many = ids.Where(id => id > 3).ToList();
            Assert.Equal(many.OrderDescending(), many);
        }
    }

    [Theory]
    [InlineData("from=2026-01-01&to=2026-02-01", "events_2026-01-01_2026-02-01.csv")]
    [InlineData("from=2026-01-01T09:30&to=2026-02-01&format=xlsx&uuid=first", "events_2026-01-01T0930_2026-02-01.xlsx")]
    [InlineData("to=2026-02-01&format=ndjson", "events_until_2026-02-01.ndjson")]
    public async Task The_name_tells_the_time_that_the_file_is_of(string parameters, string name)
    {
        using var answer = await _reader.GetAsync($"/api/events/export?{parameters}");

        Assert.Equal(("attachment", name), (answer.Content.Headers.ContentDisposition?.DispositionType, answer.Content.Headers.ContentDisposition?.FileName));
    }

    [Theory]
    [InlineData("csv", "br")]
    [InlineData("ndjson", "gzip")]
    [InlineData("xlsx", null)]
    public async Task It_is_compressed_if_the_client_accepts_it_and_it_is_not_yet(string format, string? encoding)
    {
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = _reader.BaseAddress };
        client.DefaultRequestHeaders.Authorization = _reader.DefaultRequestHeaders.Authorization;
        var plain = await client.GetByteArrayAsync($"/api/events/export?format={format}");
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd(encoding ?? "gzip, br");

        using var answer = await client.GetAsync($"/api/events/export?format={format}");
        using var page = await client.GetAsync("/api/events");

        Assert.Equal(encoding is null ? [] : [encoding], answer.Content.Headers.ContentEncoding);
        Assert.Empty(page.Content.Headers.ContentEncoding);
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using var read = encoding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        var length = new MemoryStream();
        await read.CopyToAsync(length);
        Assert.InRange(length.Length, plain.Length - 200, plain.Length + 200);
    }

    [Theory]
    [InlineData("format=pdf", "format")]
    [InlineData("format=", "format")]
    [InlineData("delimiter=|", "delimiter")]
    [InlineData("decimal=,", "decimal")]
    [InlineData("format=xlsx&delimiter=;", "delimiter")]
    [InlineData("format=ndjson&decimal=comma", "decimal")]
    [InlineData("limit=5", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("from=yesterday", "from")]
    [InlineData("order=newest", "order")]
    public async Task A_wrong_parameter_is_named(string parameters, string name)
    {
        using var answer = await _reader.GetAsync($"/api/events/export?{parameters}");

        Assert.Equal(name, (await answer.ReadProblemAsync(HttpStatusCode.BadRequest)).GetProperty("parameter").GetString());
    }

    private static List<Dictionary<string, string>> ReadCsv(byte[] bytes, char separator)
    {
        // By hand: what reads it must not be what wrote it.
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        var records = new List<List<string>> { new() };
        var (cell, quoted) = (new StringBuilder(), false);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (quoted ? character != '"' : character != '"' && character != separator && character != '\r')
            {
                cell.Append(character);
            }
            else if (quoted && at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append(text[at++]);
            }
            else if (character == '"')
            {
                quoted = !quoted;
            }
            else
            {
                records[^1].Add(cell.ToString());
                cell.Clear();
                if (character == '\r')
                {
                    at++;
                    records.Add([]);
                }
            }
        }

        Assert.Empty(records[^1]);
        return [.. records[1..^1].Select(record => records[0].Zip(record).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    private static List<IDictionary<string, object>> ReadWorkbook(byte[] bytes) =>
        [.. MiniExcel.Query(new MemoryStream(bytes), useHeaderRow: true, excelType: ExcelType.XLSX).Cast<IDictionary<string, object>>()];
}
