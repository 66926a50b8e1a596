namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>Sends the head of the answer, and gives the stream of its body: called when nothing can be refused any more.</summary>
internal delegate Task<Stream> BeginAnswer(long? length = null);

/// <summary>A kind of file.</summary>
internal interface IExportFormat
{
    /// <summary>The file name's ending.</summary>
    string Suffix { get; }

    string ContentType { get; }

    /// <exception cref="ExportTooLargeException">The file cannot hold so many rows; the answer has not begun.</exception>
    Task WriteAsync<T>(ExportTable<T> table, BeginAnswer begin, CancellationToken cancellationToken);
}

/// <summary>A format has an end before the rows have.</summary>
/// <param name="message">How many there can be, and what to do, for the client.</param>
internal sealed class ExportTooLargeException(string message) : Exception(message);
