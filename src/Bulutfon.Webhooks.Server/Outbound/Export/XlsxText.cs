using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>Text for a workbook, where <c>_x0041_</c> is an A (ECMA-376, ST_Xstring) and XML allows few control characters.</summary>
internal static partial class XlsxText
{
    /// <summary>What a cell holds.</summary>
    private const int Longest = 32_767;

    private const char Unwritable = '\uFFFD';

    public static string Of(string text)
    {
        var cell = text.Length <= Longest ? text : Shortened(text);
        cell = cell.All(XmlConvert.IsXmlChar) && !cell.Contains('\r', StringComparison.Ordinal) ? cell : Cleaned(cell);
        return cell.Contains("_x", StringComparison.OrdinalIgnoreCase) ? Escape().Replace(cell, "_x005F_") : cell;
    }

    /// <summary>Cut between characters, not within one.</summary>
    private static string Shortened(string text)
    {
        var length = char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    /// <summary>A pair of surrogates is a character; a single one is none. A line ends with one character.</summary>
    private static string Cleaned(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').EnumerateRunes())
        {
            if (rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value))
            {
                clean.Append(Unwritable);
            }
            else
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    [GeneratedRegex("_(?=[xX][0-9A-Fa-f]{4}_)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Escape();
}
