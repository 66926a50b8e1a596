using System.Buffers;
using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>Reads phone numbers however they are written, as UTF-8 of a body or as text of a filter.</summary>
internal static class NumberText
{
    /// <summary>More is no number, but a text.</summary>
    private const int MostBytes = 512;

    /// <summary>The number as events show it; other texts without their outer white space.</summary>
    /// <param name="text">The text, without outer white space.</param>
    /// <param name="buffer">Room for <see cref="NumberReader.Room"/> bytes.</param>
    public static ReadOnlySpan<byte> Canonical(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        if (IsDigits(text) && text is not [(byte)'9', (byte)'0', (byte)'0', ..])
        {
            return text;
        }

        Span<byte> digits = stackalloc byte[NumberReader.MostDigits];
        var reader = new NumberReader(digits);
        return TryRead(text, ref reader) ? buffer[..reader.WriteText(buffer)] : text;
    }

    /// <summary>The same of a text that is no part of a body.</summary>
    public static string Canonical(string text)
    {
        Span<byte> buffer = stackalloc byte[NumberReader.Room];
        return Encoding.UTF8.GetString(Canonical(OuterSpace.Trim(Encoding.UTF8.GetBytes(text)), buffer));
    }

    /// <summary>The key of a number; null of a text that is none.</summary>
    public static string? KeyOf(string text)
    {
        Span<byte> utf8 = stackalloc byte[MostBytes];
        if (!Encoding.UTF8.TryGetBytes(text, utf8, out var length))
        {
            return null;
        }

        Span<byte> digits = stackalloc byte[NumberReader.MostDigits];
        var reader = new NumberReader(digits);
        if (!TryRead(OuterSpace.Trim(utf8[..length]), ref reader))
        {
            return null;
        }

        Span<byte> key = stackalloc byte[NumberReader.Room];
        return Encoding.ASCII.GetString(key[..reader.WriteKey(key)]);
    }

    private static bool TryRead(ReadOnlySpan<byte> text, ref NumberReader reader)
    {
        if (text.Length > MostBytes || IsNegative(text))
        {
            return false;
        }

        var rest = WithoutScheme(text);
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out var character, out var length) != OperationStatus.Done || !reader.Add(character))
            {
                return false;
            }

            rest = rest[length..];
        }

        return reader.Count > 0;
    }

    /// <summary><c>tel:</c> before a number, and the parameters after it (RFC 3966).</summary>
    private static ReadOnlySpan<byte> WithoutScheme(ReadOnlySpan<byte> text)
    {
        if (text.Length < 4 || !Ascii.EqualsIgnoreCase(text[..4], "tel:"u8))
        {
            return text;
        }

        var end = text.IndexOf((byte)';');
        return end < 0 ? text[4..] : text[4..end];
    }

    /// <summary>A negative number, such as -1, is what a program writes for none, and nobody's extension.</summary>
    private static bool IsNegative(ReadOnlySpan<byte> text) => text is [(byte)'-', .. { IsEmpty: false } rest] && IsDigits(rest);

    private static bool IsDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
