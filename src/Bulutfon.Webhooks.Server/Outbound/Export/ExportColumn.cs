namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>A column of a table that people open in a spreadsheet.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Width">How many characters a spreadsheet shows.</param>
/// <param name="Value">A row's value: a text, a <see cref="long"/>, a <see cref="decimal"/>, a <see cref="DateTimeOffset"/>, or null.</param>
/// <param name="IsTime">Whether the values are times, which a workbook must be told to show as such.</param>
internal sealed record ExportColumn<T>(string Name, int Width, Func<T, object?> Value, bool IsTime = false);
