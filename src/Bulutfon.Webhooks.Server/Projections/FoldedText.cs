using System.Globalization;
using System.Text;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>
/// One key for the ways to write a text: in small letters, with single blanks and without invisible characters. The four letters i of Turkish are one, because who
/// types <c>istanbul</c> or <c>ISTANBUL</c> may look for <c>İSTANBUL</c>. Other letters keep their marks: <c>sirket</c> is not <c>şirket</c>.
/// </summary>
internal static class FoldedText
{
    private const char CombiningDot = '\u0307';

    /// <summary>Null of a text in which nothing is visible.</summary>
    public static string? Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        var blank = false;
        foreach (var character in Composed(text))
        {
            if (char.IsWhiteSpace(character))
            {
                blank = folded.Length > 0;
                continue;
            }

            if (character == CombiningDot || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control)
            {
                continue;
            }

            if (blank)
            {
                folded.Append(' ');
                blank = false;
            }

            folded.Append(character is 'İ' or 'I' or 'ı' ? 'i' : char.ToLowerInvariant(character));
        }

        return folded.Length > 0 ? Composed(folded.ToString()) : null;
    }

    /// <summary>The same of a code word, in capitals as they are documented.</summary>
    public static string? Word(string? text) => text is null ? null : Of(text)?.ToUpperInvariant();

    /// <summary>Letters and their marks as one character where there is one. A text that is no Unicode stays as it is.</summary>
    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
