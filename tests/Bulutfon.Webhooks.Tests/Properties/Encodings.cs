using System.Globalization;
using System.Text.Json;

namespace Bulutfon.Webhooks.Tests.Properties;

/// <summary>A generated event in every format and convention.</summary>
internal static class Encodings
{
    public static string Json(Tree tree) => tree switch
    {
        Tree.Text text => JsonSerializer.Serialize(text.Value),
        Tree.Word word => word.Value,
        Tree.Fields fields => "{" + string.Join(',', fields.Members.Select(field => JsonSerializer.Serialize(field.Name) + ":" + Json(field.Value))) + "}",
        Tree.Items items => "[" + string.Join(',', items.Elements.Select(Json)) + "]",
        _ => throw new InvalidOperationException(),
    };

    /// <summary><c>a[b][0][c]</c></summary>
    public static string Indexed(Tree.Fields tree) => Form(tree, (path, name) => path + "[" + name + "]", (path, i) => path + "[" + i + "]");

    /// <summary><c>a.b[0].c</c></summary>
    public static string Dotted(Tree.Fields tree) => Form(tree, (path, name) => path + "." + name, (path, i) => path + "[" + i + "]");

    /// <summary><c>a[b][][c]</c>; a list in a list has no notation, so those keep their indexes.</summary>
    public static string Rack(Tree.Fields tree) => Form(
        tree,
        (path, name) => path + "[" + name + "]",
        (path, i) => path.StartsWith("cdr", StringComparison.Ordinal) ? path + "[]" : path + "[" + i + "]");

    /// <summary><c>cdr={"…"}</c></summary>
    public static string JsonInField(Tree.Fields tree) => Indexed(new Tree.Fields(
        [.. tree.Members.Select(field => field.Name == "cdr" ? (field.Name, new Tree.Text(Json(field.Value))) : field)]));

    private static string Form(Tree.Fields tree, Func<string, string, string> member, Func<string, string, string> element) =>
        string.Join('&', tree.Members.SelectMany(field => Pairs(field.Name, field.Value, member, element)));

    private static IEnumerable<string> Pairs(string path, Tree tree, Func<string, string, string> member, Func<string, string, string> element) => tree switch
    {
        Tree.Text text => [Uri.EscapeDataString(path) + "=" + Uri.EscapeDataString(text.Value)],
        Tree.Word word => [Uri.EscapeDataString(path) + "=" + word.Value],
        Tree.Fields fields => fields.Members.SelectMany(field => Pairs(member(path, field.Name), field.Value, member, element)),
        Tree.Items items => items.Elements.SelectMany((each, i) => Pairs(element(path, i.ToString(CultureInfo.InvariantCulture)), each, member, element)),
        _ => throw new InvalidOperationException(),
    };
}
