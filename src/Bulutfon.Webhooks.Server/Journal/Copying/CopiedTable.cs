using Bulutfon.Webhooks.Server.Projections.PostgreSql;

namespace Bulutfon.Webhooks.Server.Journal.Copying;

/// <summary>What a column holds.</summary>
internal enum CopiedKind
{
    Number,

    /// <summary>A number that PostgreSQL keeps in 32 bits.</summary>
    SmallNumber,
    Text,
    Bytes,
}

/// <summary>A table of the journal, as a copy takes it over: the same names in both stores.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">What its rows are ordered by.</param>
/// <param name="Columns">Its columns, in the order that rows have them.</param>
internal sealed record CopiedTable(string Name, string Key, params (string Name, CopiedKind Kind)[] Columns)
{
    public static CopiedTable Journal { get; } = new(
        "journal",
        "id",
        ("id", CopiedKind.Number),
        ("timestamp", CopiedKind.Number),
        ("uuid", CopiedKind.Text),
        ("event_type", CopiedKind.Text),
        ("destination", CopiedKind.Text),
        ("content_hash", CopiedKind.Number),
        ("hook", CopiedKind.Text),
        ("received_at", CopiedKind.Number),
        ("delivery_count", CopiedKind.SmallNumber),
        ("content_type", CopiedKind.Text),
        ("body", CopiedKind.Bytes));

    public static CopiedTable Rejections { get; } = new(
        "rejections",
        "id",
        ("id", CopiedKind.Number),
        ("hook", CopiedKind.Text),
        ("received_at", CopiedKind.Number),
        ("status", CopiedKind.SmallNumber),
        ("code", CopiedKind.Text),
        ("detail", CopiedKind.Text),
        ("path", CopiedKind.Text),
        ("byte_offset", CopiedKind.SmallNumber),
        ("content_type", CopiedKind.Text),
        ("size", CopiedKind.Number),
        ("body", CopiedKind.Bytes),
        ("event_id", CopiedKind.Number));

    public static CopiedTable Erasures { get; } = new(
        "erasures",
        "id",
        ("id", CopiedKind.Number),
        ("number", CopiedKind.Text),
        ("state", CopiedKind.Text),
        ("requested_by", CopiedKind.Text),
        ("requested_at", CopiedKind.Number),
        ("finished_at", CopiedKind.Number),
        ("events", CopiedKind.Number),
        ("rejections", CopiedKind.Number),
        ("marks", CopiedKind.Number));

    private static CopiedTable Erased { get; } = new(
        "erased", "kind, id", ("kind", CopiedKind.Text), ("id", CopiedKind.Number), ("erased_at", CopiedKind.Number));

    private static CopiedTable CallbackMarks { get; } = new(
        "callback_marks",
        "number",
        ("number", CopiedKind.Text),
        ("state", CopiedKind.Text),
        ("note", CopiedKind.Text),
        ("marked_by", CopiedKind.Text),
        ("marked_at", CopiedKind.Number),
        ("last_call_at", CopiedKind.Number));

    private static CopiedTable State { get; } = new("journal_state", "name", ("name", CopiedKind.Text), ("value", CopiedKind.Text))
    {
        Rows = $"name NOT IN ('{StateRow.Copy}', '{PostgreSqlRebuild.Name}')",
    };

    /// <summary>Those that grow: copied in parts, behind the highest id that is there already.</summary>
    public static IReadOnlyList<CopiedTable> Growing { get; } = [Journal, Rejections];

    /// <summary>The others, whose rows change: copied as a whole in the end.</summary>
    public static IReadOnlyList<CopiedTable> Changing { get; } = [Erasures, Erased, CallbackMarks, State];

    /// <summary>Those whose ids are never given again, also when their row is gone.</summary>
    public static IReadOnlyList<CopiedTable> Counted { get; } = [Rejections, Erasures];

    public static IReadOnlyList<CopiedTable> All { get; } = [.. Growing, .. Changing];

    /// <summary>The rows that are copied, as a condition.</summary>
    public string Rows { get; private init; } = "1 = 1";

    public string ColumnNames { get; } = string.Join(", ", Columns.Select(column => $"\"{column.Name}\""));
}
