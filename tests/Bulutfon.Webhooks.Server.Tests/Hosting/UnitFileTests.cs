using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bulutfon.Webhooks.Server.Tests.Hosting;

/// <summary>The unit of <c>docs/install</c>.</summary>
public sealed class UnitFileTests
{
    private const string Analyzer = "/usr/bin/systemd-analyze";
    private const double MostExposure = 2.5;

    private static readonly string Unit = Path.Combine(AppContext.BaseDirectory, "docs/install/bulutfon-webhooks.service");

    [Fact]
    public async Task A_configuration_error_is_not_tried_again_and_the_runtime_may_compile()
    {
        var lines = await File.ReadAllLinesAsync(Unit);

        Assert.Contains($"RestartPreventExitStatus={StartupCheck.ConfigurationError}", lines);
        Assert.Contains("Type=notify", lines);
        Assert.Contains("ProtectSystem=strict", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("MemoryDenyWriteExecute", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_unit_exposes_little()
    {
        Skip.IfNot(File.Exists(Analyzer), $"There is no {Analyzer}.");
        using var analyzer = Process.Start(new ProcessStartInfo(Analyzer, ["security", "--no-pager", "--offline=true", Unit]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await analyzer.StandardOutput.ReadToEndAsync();
        await analyzer.WaitForExitAsync();

        var exposure = Regex.Match(output, @"Overall exposure level for \S+: (?<level>[0-9.]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

        Assert.True(exposure.Success, output);
        Assert.InRange(double.Parse(exposure.Groups["level"].Value, CultureInfo.InvariantCulture), 0, MostExposure);
    }
}
