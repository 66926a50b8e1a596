using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>An answer time that was sent and cannot be read: somebody may have answered.</summary>
internal static class UnreadableAnswer
{
    private const string Field = "answer_time";

    /// <param name="unread">The fields of a record, a step or a leg that were not read.</param>
    public static bool IsIn(IDictionary<string, JsonElement>? unread) =>
        unread is not null && unread.TryGetValue(Field, out var value) && !SaysNone(value);

    /// <summary>Null, or an empty list or object, which some encoders make of it.</summary>
    private static bool SaysNone(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
