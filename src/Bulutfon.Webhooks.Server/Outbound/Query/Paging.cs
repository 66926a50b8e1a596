using System.Globalization;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Which page of a list, and in which order: the parameters that every list has.</summary>
/// <param name="Order">The order; newest first if the request gave none.</param>
/// <param name="Limit">The most items of the page, 1 to <see cref="MaxLimit"/>.</param>
/// <param name="CursorText">Where the page begins, as an earlier page gave it; null for the first.</param>
internal sealed record Paging(SortOrder Order, int Limit, string? CursorText)
{
    public const int MaxLimit = 500;
    public const int DefaultLimit = 50;
    public const string OrderName = "order";
    public const string LimitName = "limit";
    public const string CursorName = "cursor";

    public static readonly string[] Names = [OrderName, LimitName, CursorName];

    public static Paging Read(QueryParameters parameters) => new(
        ReadOrder(parameters),
        ReadLimit(parameters) ?? DefaultLimit,
        parameters.Text(CursorName));

    public static SortOrder ReadOrder(QueryParameters parameters) =>
        parameters.Value<SortOrder>(OrderName, ReadOrder, "asc (oldest first), desc (newest first)") ?? SortOrder.Desc;

    public static int? ReadLimit(QueryParameters parameters) =>
        parameters.Value<int>(LimitName, ReadLimit, $"a whole number from 1 to {MaxLimit}");

    private static SortOrder? ReadOrder(string text) => text switch
    {
        "asc" => SortOrder.Asc,
        "desc" => SortOrder.Desc,
        _ => null,
    };

    private static int? ReadLimit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit ? limit : null;
}
