using System.Text.Json.Serialization.Metadata;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>What an export consists of, in every format.</summary>
/// <param name="Name">What the rows are, such as <c>events</c>: in the file's name, and the sheet's.</param>
/// <param name="Columns">The columns; NDJSON has whole items instead.</param>
/// <param name="Json">How an item is written as JSON.</param>
/// <param name="Pages">The rows, read page by page while they are written, so that memory holds one page.</param>
internal sealed record ExportTable<T>(string Name, IReadOnlyList<ExportColumn<T>> Columns, JsonTypeInfo<T> Json, IAsyncEnumerable<IReadOnlyList<T>> Pages);
