using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// A line for people; below it the exception, if there is one, each of its lines indented. What a message quotes makes no line: its control characters are
/// shown as pictures.
/// </summary>
/// <param name="timeFormat">How the time is written; null leaves it out.</param>
internal sealed class TextLineFormatter(string? timeFormat) : ITextFormatter
{
    private const char FirstPicture = '\u2400';
    private const char PictureOfDelete = '\u2421';
    private const char PictureOfNewLine = '\u2424';

    private readonly MessageTemplateTextFormatter _message = new("{Level:u3} {Message:lj} <{SourceContext}>", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        if (timeFormat is not null)
        {
            output.Write(logEvent.Timestamp.ToString(timeFormat, CultureInfo.InvariantCulture));
            output.Write(' ');
        }

        using var message = new StringWriter(CultureInfo.InvariantCulture);
        _message.Format(logEvent, message);
        output.WriteLine(InOneLine(Masked(message.ToString())));
        if (logEvent.Exception is { } exception)
        {
            foreach (var line in Masked(exception.ToString()).AsSpan().EnumerateLines())
            {
                output.Write("   ");
                output.WriteLine(InOneLine(line.ToString()));
            }
        }
    }

    private static string Masked(string text) => PhoneMask.Apply(PathTokenMask.Apply(text));

    private static string InOneLine(string text) => text.Any(IsControl) ? string.Create(text.Length, text, static (line, source) =>
    {
        for (var index = 0; index < line.Length; index++)
        {
            line[index] = source[index] switch
            {
                < ' ' => (char)(FirstPicture + source[index]),
                '\u007F' => PictureOfDelete,
                _ => IsControl(source[index]) ? PictureOfNewLine : source[index],
            };
        }
    }) : text;

    /// <summary>Those above ASCII too, and the separators of lines and paragraphs.</summary>
    private static bool IsControl(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}
