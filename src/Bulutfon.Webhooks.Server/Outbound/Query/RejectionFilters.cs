using System.Globalization;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>A filter of rejections: a parameter and its clause.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Description">What it compares with, for the API's description.</param>
/// <param name="Allowed">What a value may be.</param>
/// <param name="Read">Makes a value what is stored; null if it is none.</param>
/// <param name="Restrict">Keeps the rows that have one of the values.</param>
internal sealed record RejectionFilter(
    string Name,
    string Description,
    string Allowed,
    ReadValue<string> Read,
    Func<IQueryable<RejectionRow>, IReadOnlyList<string>, IQueryable<RejectionRow>> Restrict);

/// <summary>Every filter of rejections besides time. Their number is bounded, so none needs an index.</summary>
internal static class RejectionFilters
{
    private const string AllowedTexts = $"{QueryParameters.AllowedTexts} and none with the character U+0000";

    public static readonly IReadOnlyList<RejectionFilter> All =
    [
        new(
            "hook",
            "The name of the hook that posted it.",
            AllowedTexts,
            Text,
            (rows, hooks) => rows.Where(row => hooks.Contains(row.Hook))),
        new(
            "status",
            "The HTTP status that it was answered with.",
            "HTTP statuses from 400 to 499, separated by commas",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and <= 499 ? text : null,
            (rows, statuses) => WithStatus(rows, [.. statuses.Select(status => int.Parse(status, CultureInfo.InvariantCulture))])),
        new(
            "code",
            "The reason, as the answer's code named it.",
            AllowedTexts,
            Text,
            (rows, codes) => rows.Where(row => codes.Contains(row.Code))),
    ];

    /// <summary>No store has a text with U+0000, and PostgreSQL cannot even be asked for one.</summary>
    private static string? Text(string text) => text.Contains('\0', StringComparison.Ordinal) ? null : text;

    private static IQueryable<RejectionRow> WithStatus(IQueryable<RejectionRow> rows, IReadOnlyList<int> statuses) =>
        rows.Where(row => statuses.Contains(row.Status));
}
