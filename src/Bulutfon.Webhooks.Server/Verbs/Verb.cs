namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>What the executable does instead of serving, when its first argument is a word.</summary>
internal static class Verb
{
    public const int UsageError = 2;

    /// <returns>False when the arguments are settings (<c>--key value</c>, <c>/key value</c>, <c>key=value</c>) or none: then the server runs.</returns>
    public static bool TryRun(string[] args, out int exitCode)
    {
        exitCode = 0;
        if (args is not [var verb, ..] || verb is ['-' or '/', ..] || verb.Contains('=', StringComparison.Ordinal))
        {
            return false;
        }

        exitCode = verb switch
        {
            HashPassword.Name => HashPassword.Run(args.AsSpan(1)),
            _ => Refuse($"'{verb}' is no verb. There is: {HashPassword.Name}. Without a verb the server runs."),
        };
        return true;
    }

    public static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return UsageError;
    }
}
