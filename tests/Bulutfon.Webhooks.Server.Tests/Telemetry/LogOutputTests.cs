using System.Text.Json;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Serilog;
using Serilog.Core;

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

    private static string Render(string environment, Action<Logger> write)
    {
        var sink = new MemorySink();
        using (var logger = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(sink).CreateLogger())
        {
            write(logger);
        }

        using var output = new StringWriter();
        LogOutput.For(new NamedEnvironment { EnvironmentName = environment }).Format(Assert.Single(sink.Events), output);
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
