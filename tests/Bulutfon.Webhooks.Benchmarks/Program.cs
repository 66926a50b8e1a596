using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Bulutfon.Webhooks.Benchmarks.Generate;

namespace Bulutfon.Webhooks.Benchmarks;

internal static class BenchmarkProgram
{
    /// <summary>With every parameter in full.</summary>
    private static readonly IConfig Wide = DefaultConfig.Instance.WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(60));

    private static async Task<int> Main(string[] args)
    {
        if (args is [GenerateVerb.Name, .. var arguments])
        {
            using var stop = new CancellationTokenSource();
            Console.CancelKeyPress += (_, pressed) =>
            {
                pressed.Cancel = true;
                stop.Cancel();
            };
            return await GenerateVerb.RunAsync(arguments, stop.Token);
        }

        BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(Arguments(args), Wide);
        return 0;
    }

    /// <summary>Short runs in this process unless another job is named: every figure is a ratio of two that ran side by side.</summary>
    private static string[] Arguments(string[] args) =>
        args.Any(argument => argument is "-j" or "--job") ? [.. args, "--inProcess"] : [.. args, "--inProcess", "--job", "Short"];
}
