using System.Globalization;
using System.Text;

namespace Bulutfon.Webhooks.Tests;

/// <summary>
/// Bodies that are made to cost much. The sizes are such that work which grows with their square would take many minutes; the
/// parser's own limit of keys is passed by where a test would prove nothing below it.
/// </summary>
public sealed class HostileBodyTests
{
    private const int Many = 400_000;

    [Fact]
    public void Untaken_names_cost_linear_time()
    {
        var tree = TreeOfNames(Many, i => $"\"{i.ToString("x", CultureInfo.InvariantCulture)}\"");

        Assert.Equal(Many, tree.Untaken(0)!.Count);
    }

    [Fact]
    public void Untaken_names_with_escapes_cost_linear_time()
    {
        var tree = TreeOfNames(Many, i => $"\"\\u0061{i.ToString("x", CultureInfo.InvariantCulture)}\"", escaped: true);

        Assert.Equal(Many, tree.Untaken(0)!.Count);
    }

    [Fact]
    public void Form_keys_cost_linear_time()
    {
        var tree = TreeOfNames(1, _ => "\"\"");
        var index = new FormKeyIndex(tree);
        for (var i = 0; i < Many; i++)
        {
            var name = Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(-1, index.Find(0, name));
            Add(tree, name);
            index.Added(0, tree.Count - 1);
        }

        // The nodes before the first are the object and the child that it began with.
        Assert.Equal(2, index.Find(0, "0"u8));
        Assert.Equal(Many + 1, index.Find(0, Encoding.UTF8.GetBytes((Many - 1).ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Indexes_in_reverse_cost_no_more_than_sorting_them()
    {
        var tree = new BodyTree();
        tree.BeginDecoding(0);
        tree.Add(-1, BodyKind.Object);
        var list = tree.Add(0, BodyKind.Object);
        for (var i = Many / 4; i > 0; i--)
        {
            Add(tree, Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture)), list);
        }

        FormLists.Make(tree);

        Assert.Equal(BodyKind.Array, tree[list].Kind);
        Assert.Equal("1", Encoding.UTF8.GetString(tree.Name(tree[list].FirstChild)));
    }

    [Fact]
    public void A_long_list_costs_linear_time()
    {
        var result = Parsing.JsonWith("\"x\":[" + string.Join(',', Enumerable.Repeat("1", Many)) + "]");

        Assert.Equal(Many, result.Event!.AdditionalProperties!["x"].GetArrayLength());
    }

    [Fact]
    public void Long_texts_of_escapes_cost_linear_time()
    {
        var json = string.Concat(Enumerable.Repeat("\\u0041", Many));
        var form = string.Concat(Enumerable.Repeat("%41", Many));

        Assert.Equal(Many, Parsing.Event<CallHangup>(Parsing.JsonWith($"\"callback_url\":\"{json}\"")).CallbackUrl!.Length);
        Assert.Equal(Many, Parsing.Event<CallHangup>(Parsing.FormWith("callback_url=" + form)).CallbackUrl!.Length);
        Assert.Equal(Many, Parsing.FormWith(form + "=1").Event!.AdditionalProperties!.Keys.Single().Length);
    }

    [Fact]
    public void Long_numbers_cost_linear_time()
    {
        var digits = new string('9', Many);

        Assert.Equal(digits, Parsing.Event<CallHangup>(Parsing.JsonWith("\"caller\":" + digits)).Caller);
        Assert.Equal(digits, Parsing.Additional(Parsing.JsonWith("\"talk_duration\":" + digits), "talk_duration"));
        Assert.Equal(digits, Parsing.Additional(Parsing.JsonWith("\"timestamp\":" + digits), "sent_timestamp"));
        Assert.Null(Parsing.JsonWith("\"timestamp\":1e" + digits).Event!.Timestamp);
    }

    [Fact]
    public void Keys_of_brackets_cost_linear_time()
    {
        Assert.Equal(WebhookBodyErrorCodes.TooDeep, Parsing.Error(Parsing.FormWith("a" + string.Concat(Enumerable.Repeat("[]", Many)) + "=1")).Code);
        Assert.True(Parsing.FormWith("a" + new string('[', Many) + "=1").IsEvent);
        Assert.True(Parsing.FormWith("a" + new string(']', Many) + "=1").IsEvent);
        Assert.True(Parsing.FormWith(new string('.', Many) + "=1").IsEvent);
        Assert.True(Parsing.FormWith(new string('&', Many)).IsEvent);
        Assert.True(Parsing.FormWith(new string('=', Many)).IsEvent);
    }

    [Fact]
    public void Nested_keys_of_a_form_count_as_the_keys_that_they_would_be_in_JSON()
    {
        string Form(int fields) => string.Join('&', Enumerable.Range(0, fields).Select(i => $"x{i}" + string.Concat(Enumerable.Repeat(".a", 62)) + "=1"));

        var result = Parsing.FormWith(Form(64));

        Assert.Equal(result.ContentHash, Parsing.Json(Parsing.Canonical(result)).ContentHash);
        Assert.Equal(WebhookBodyErrorCodes.TooManyKeys, Parsing.Error(Parsing.FormWith(Form(65))).Code);
    }

    [Fact]
    public void Elements_of_a_list_in_a_form_are_no_keys()
    {
        var steps = (WebhookEventParser.MaxKeys - 4) / 2;

        var form = string.Join('&', Enumerable.Range(0, steps).Select(i => $"cdr[callflow][{i}][callee]={i}&cdr[callflow][{i}][redirection]=OTHER"));

        Assert.Equal(steps, Parsing.Event<CallHangup>(Parsing.FormWith(form)).Cdr!.CallFlow!.Count);
    }

    [Fact]
    public void A_hundred_thousand_open_brackets_are_refused_without_recursion()
    {
        Assert.Equal(WebhookBodyErrorCodes.TooDeep, Parsing.Error(Parsing.Json(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)))).Code);
        Assert.Equal(WebhookBodyErrorCodes.TooDeep, Parsing.Error(Parsing.Json(new string('[', 100_000))).Code);
    }

    [Fact]
    public void A_small_body_after_a_large_one_allocates_little()
    {
        var large = Encoding.UTF8.GetBytes("event_type=call_init&uuid=u&x=" + new string('a', 4_000_000));
        var small = Encoding.UTF8.GetBytes("event_type=call_init&uuid=u&caller=905321110000");
        WebhookEventParser.Parse(large, WebhookBodyFormat.Form);
        WebhookEventParser.Parse(small, WebhookBodyFormat.Form);

        var before = GC.GetAllocatedBytesForCurrentThread();
        WebhookEventParser.Parse(small, WebhookBodyFormat.Form);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000);
    }

    /// <summary>An object with so many names, each as its JSON text, quotes included.</summary>
    private static BodyTree TreeOfNames(int count, Func<int, string> name, bool escaped = false)
    {
        var tree = new BodyTree();
        tree.BeginDecoding(0);
        tree.Add(-1, BodyKind.Object);
        for (var i = 0; i < count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(name(i));
            Add(tree, bytes);
            ref var node = ref tree[tree.Count - 1];
            (node.NameStart, node.NameLength, node.NameEscaped) = (node.NameStart + 1, bytes.Length - 2, escaped);
        }

        return tree;
    }

    private static void Add(BodyTree tree, ReadOnlySpan<byte> name, int parent = 0)
    {
        name.CopyTo(tree.Reserve(name.Length));
        var start = tree.Commit(name.Length);
        var child = tree.Add(parent, BodyKind.Null);
        (tree[child].NameStart, tree[child].NameLength) = (start, name.Length);
    }
}
