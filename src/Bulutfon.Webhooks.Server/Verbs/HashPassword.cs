using System.Text;
using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.AspNetCore.Identity;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>
/// <c>hash-password</c>: one line from standard input becomes the value of a <c>PasswordHash</c> key on standard output; all else
/// goes to standard error, so that the output can go straight into a file or a variable.
/// </summary>
internal static class HashPassword
{
    public const string Name = "hash-password";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static int Run(ReadOnlySpan<string> args)
    {
        if (!args.IsEmpty)
        {
            return Verb.Refuse($"{Name} takes no argument: other users of this machine could see a password there. It reads standard input.");
        }

        string? password;
        try
        {
            password = Console.IsInputRedirected ? ReadPiped() : ReadTyped();
        }
        catch (DecoderFallbackException)
        {
            return Verb.Refuse("The password is not UTF-8.");
        }

        if (password is null)
        {
            return Verb.Refuse("The two passwords differ.");
        }

        if (password.Length == 0)
        {
            return Verb.Refuse("The password is empty.");
        }

        if (password.Any(char.IsControl))
        {
            return Verb.Refuse("The password has a control character, which basic authentication cannot carry.");
        }

        Console.Out.WriteLine(new PasswordHasher<CredentialOptions>().HashPassword(user: null!, password));
        return 0;
    }

    private static string ReadPiped()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), StrictUtf8);
        return input.ReadLine() ?? "";
    }

    private static string? ReadTyped()
    {
        var first = ReadWithoutEcho("Password: ");
        return first.Length == 0 || first.Equals(ReadWithoutEcho("Once more: "), StringComparison.Ordinal) ? first : null;
    }

    private static string ReadWithoutEcho(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key != ConsoleKey.Backspace)
            {
                typed.Append(key.KeyChar);
            }
            else if (typed.Length > 0)
            {
                typed.Length--;
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
