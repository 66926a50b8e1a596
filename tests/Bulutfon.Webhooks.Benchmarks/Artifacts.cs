namespace Bulutfon.Webhooks.Benchmarks;

/// <summary>Where BenchmarkDotNet puts its results, and the benchmarks their files: under the working folder, on its disk.</summary>
internal static class Artifacts
{
    public static string Folder => Path.GetFullPath("BenchmarkDotNet.Artifacts");
}
