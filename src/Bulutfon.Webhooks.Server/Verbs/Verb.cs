namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>What the executable does instead of serving, when its first argument is a word.</summary>
internal static class Verb
{
    public const int UsageError = 2;

    /// <returns>The exit code; null when the arguments are settings (<c>--key value</c>, <c>/key value</c>, <c>key=value</c>) or none: then the server runs.</returns>
    public static async Task<int?> RunAsync(string[] args)
    {
        if (args is not [var verb, ..] || verb is ['-' or '/', ..] || verb.Contains('=', StringComparison.Ordinal))
        {
            return null;
        }

        return verb switch
        {
            HashPassword.Name => HashPassword.Run(args.AsSpan(1)),
            RebuildProjections.Name => await RebuildProjections.RunAsync(args[1..]),
            _ => Refuse($"'{verb}' is no verb. There are: {HashPassword.Name}, {RebuildProjections.Name}. Without a verb the server runs."),
        };
    }

    public static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return UsageError;
    }
}
