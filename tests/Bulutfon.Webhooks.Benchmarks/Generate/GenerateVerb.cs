using System.Diagnostics;

namespace Bulutfon.Webhooks.Benchmarks.Generate;

/// <summary>Makes a large journal to measure on, through the journal's own writer, and lets the search index it.</summary>
internal static class GenerateVerb
{
    public const string Name = "generate";

    private const int Failure = 1;
    private const int UsageError = 2;

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (GenerateOptions.Read(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync($"Usage: {GenerateOptions.Usage}");
            return UsageError;
        }

        try
        {
            await FillAsync(options, cancellationToken);
            await IndexAsync(options, cancellationToken);
            return 0;
        }
        catch (OtherJournalException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failure;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. The same command goes on from here.");
            return Failure;
        }
    }

    private static async Task FillAsync(GenerateOptions options, CancellationToken cancellationToken)
    {
        await using var host = JournalHost.Open(options.Store);
        var filler = new JournalFiller(host.Journal, options);
        var there = await filler.CheckAsync(cancellationToken);
        if (there >= options.Events)
        {
            Console.WriteLine(FormattableString.Invariant($"{options.Store.Name} holds {there:N0} events already."));
            return;
        }

        var started = Stopwatch.GetTimestamp();
        await filler.FillAsync(there, new Progress(options.Events, "stored"), cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant($"{options.Events - there:N0} events stored in {seconds:N1} s, {(options.Events - there) / seconds:N0} a second."));
    }

    private static async Task IndexAsync(GenerateOptions options, CancellationToken cancellationToken)
    {
        await using var server = new InProcessServer(options.Store);
        var started = Stopwatch.GetTimestamp();
        await SearchIndex.CatchUpAsync(server, new Progress(options.Events, "indexed"), cancellationToken);
        Console.WriteLine(FormattableString.Invariant($"The search holds them all after {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s."));
    }
}
