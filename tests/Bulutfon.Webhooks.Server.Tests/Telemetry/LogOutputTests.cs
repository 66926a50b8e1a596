using System.Text.Json;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

[Trait("Store", "Any")]
public class LogOutputTests
{
    private const string Number = "905321234584";
    private const string Masked = "90532***4584";

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public void No_number_appears_whole_wherever_it_stands(string environment)
    {
        var line = Render(environment, logger => logger
            .ForContext("RequestPath", "/webhooks/bulutfon/s3cret")
            .ForContext("Nested", new { Call = new { Caller = Number, Legs = new[] { long.Parse(Number, null) } } }, destructureObjects: true)
            .Error(Thrown(), "Calling {Caller} as {Callee} {@Cdr}", Number, long.Parse(Number, null), new { Number }));

        Assert.DoesNotContain(Number, line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
        Assert.Contains(Masked, line, StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), line, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_Development_each_line_is_one_JSON_object()
    {
        var line = Render("Production", logger => logger
            .ForContext("Timestamp", 1435762851086820)
            .Error(Thrown(), "Caller {Caller} waited {Elapsed} ms", long.Parse(Number, null), 12.5));

        Assert.Equal(1, line.Count(character => character == '\n'));
        using var json = JsonDocument.Parse(line);
        Assert.Equal(Masked, json.RootElement.GetProperty("Caller").GetString());
        Assert.Equal(12.5, json.RootElement.GetProperty("Elapsed").GetDouble());
        Assert.Equal(1435762851086820, json.RootElement.GetProperty("Timestamp").GetInt64());
        Assert.True(json.RootElement.GetProperty("@t").TryGetDateTimeOffset(out _));
        Assert.Equal("Error", json.RootElement.GetProperty("@l").GetString());
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public void A_time_in_a_message_is_no_number(string environment)
    {
        var time = new DateTimeOffset(2026, 11, 24, 12, 27, 4, TimeSpan.Zero).AddTicks(5452900);

        var line = Render(environment, logger => logger.Information("Since {Since:o} and {Utc:o}: {Caller}", time, time.UtcDateTime, Number));

        Assert.Contains("2026-11-24T12:27:04.5452900+00:00", line, StringComparison.Ordinal);
        Assert.Contains("2026-11-24T12:27:04.5452900Z", line, StringComparison.Ordinal);
        Assert.Contains(Masked, line, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-24T12:27:04.905321234584")]
    [InlineData("2026-11-24T12:27:04 0532 123 45 84")]
    [InlineData("2026-11-24T12:27:04-05321234584")]
    public void A_number_behind_a_time_is_masked(string text) =>
        Assert.Contains("***4584", PhoneMask.Apply(text), StringComparison.Ordinal);

    [Fact]
    public void In_Development_a_line_is_for_people()
    {
        var line = Render("Development", logger => logger.Information("Caller {Caller} waited {Elapsed} ms", Number, 12.5));

        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} INF Caller 90532\*\*\*4584 waited 12\.5 ms", line);
    }

    [Fact]
    public void A_line_of_JSON_has_the_message_as_it_is_read_and_its_template()
    {
        var line = Render("Production", logger => logger.Information("{Method} {Path} of {Caller} waited {Elapsed} ms", "GET", "/api/\"calls\"", Number, 12.5));

        using var json = JsonDocument.Parse(line);
        Assert.Equal($"GET /api/\"calls\" of {Masked} waited 12.5 ms", json.RootElement.GetProperty("@m").GetString());
        Assert.Equal("{Method} {Path} of {Caller} waited {Elapsed} ms", json.RootElement.GetProperty("@mt").GetString());
    }

    [Theory]
    [InlineData("Production", "text", false, @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d WRN Waited 12\.5 ms <Here>\n$")]
    [InlineData("Production", " Text ", true, @"^<4>WRN Waited 12\.5 ms <Here>\n$")]
    [InlineData("Production", "json", true, @"^<4>\{""@t"":.*\}\n$")]
    [InlineData("Production", "", false, @"^\{""@t"":.*\}\n$")]
    [InlineData("Development", "JSON", false, @"^\{""@t"":.*\}\n$")]
    [InlineData("Development", null, true, @"^<4>WRN Waited 12\.5 ms <Here>\n$")]
    public void The_format_is_as_configured_and_the_journal_gets_priorities(string environment, string? format, bool isForJournal, string expected)
    {
        var line = Render(environment, logger => logger.ForContext("SourceContext", "Here").Warning("Waited {Elapsed} ms", 12.5), Configured(format), isForJournal);

        Assert.Matches(expected, line);
    }

    [Fact]
    public void What_a_message_quotes_makes_no_line_and_each_line_of_an_exception_has_the_priority()
    {
        var line = Render("Production", logger => logger.Error(Thrown(), "Path {Path}", "/a\n<0>b\r\u0085\u001B[2J"), LogFormat.Text, isForJournal: true);

        Assert.StartsWith("<3>ERR Path /a\u240A<0>b\u240D\u2424\u241B[2J <", line, StringComparison.Ordinal);
        var lines = line.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length > 2, line);
        Assert.All(lines[1..], each => Assert.StartsWith("<3>   ", each, StringComparison.Ordinal));
        Assert.DoesNotContain(Number, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogLevel.Trace, "<7>")]
    [InlineData(LogLevel.Debug, "<7>")]
    [InlineData(LogLevel.Information, "<6>")]
    [InlineData(LogLevel.Warning, "<4>")]
    [InlineData(LogLevel.Error, "<3>")]
    [InlineData(LogLevel.Critical, "<2>")]
    public void Each_level_has_its_priority(LogLevel level, string priority)
    {
        var line = Render("Production", logger => logger.Write(LevelConvert.ToSerilogLevel(level), "x"), isForJournal: true);

        Assert.StartsWith(priority, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9:4711", "socket:[4711]", true)]
    [InlineData("9:4711", "socket:[4712]", false)]
    [InlineData("9:4711", "pipe:[4712]", true)]
    [InlineData("9:4711", "/var/log/server.log", false)]
    [InlineData("9:4711", "/dev/null", false)]
    [InlineData("9:4711", null, true)]
    public void The_journal_reads_the_stream_that_systemd_named(string stream, string? output, bool takes) => Assert.Equal(takes, SystemdJournal.Takes(stream, output));

    [Theory]
    [InlineData("xml")]
    [InlineData("0")]
    [InlineData("text,json")]
    public void A_format_that_there_is_not_is_an_error(string format)
    {
        var options = new LogFormatOptions();
        LogFormatOptions.Bind(options, Configuration(format));

        Assert.Equal($"Logging:Format: '{format}' is no format of the log; write text or json.", Assert.Single(options.Errors));
    }

    private static LogFormat? Configured(string? format)
    {
        var options = new LogFormatOptions();
        LogFormatOptions.Bind(options, Configuration(format));
        Assert.Empty(options.Errors);
        return LogFormatOptions.Read(Configuration(format));
    }

    private static IConfigurationRoot Configuration(string? format) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(LogFormatOptions.Key, format)]).Build();

    private static string Render(string environment, Action<Logger> write, LogFormat? format = null, bool isForJournal = false)
    {
        var sink = new MemorySink();
        using (var logger = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(sink).CreateLogger())
        {
            write(logger);
        }

        using var output = new StringWriter();
        LogOutput.For(new NamedEnvironment { EnvironmentName = environment }, format, isForJournal).Format(Assert.Single(sink.Events), output);
        return output.ToString();
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException($"No answer\n{Number} <{{\"caller\":\"\\u002B{Number}\"}}>", new FormatException($"+{Number}"));
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private sealed class NamedEnvironment : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
