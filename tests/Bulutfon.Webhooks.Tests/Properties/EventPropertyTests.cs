using System.Text;
using CsCheck;

namespace Bulutfon.Webhooks.Tests.Properties;

public sealed class EventPropertyTests
{
    [Fact]
    public void Any_event_is_the_same_in_every_format_and_convention() => Tree.Event.Sample(
        tree =>
        {
            var json = Parsing.Json(Encodings.Json(tree));
            foreach (var form in new[] { Encodings.Indexed(tree), Encodings.Dotted(tree), Encodings.Rack(tree), Encodings.JsonInField(tree) })
            {
                var result = Parsing.Form(form);

                Assert.Equal(Parsing.Canonical(json), Parsing.Canonical(result));
                Assert.Equal(json.ContentHash, result.ContentHash);
            }
        },
        iter: 2_000);

    [Fact]
    public void Any_event_reads_back_as_itself() => Tree.Event.Sample(
        tree => AssertReadsBack(Parsing.Json(Encodings.Json(tree))),
        iter: 2_000);

    [Fact]
    public void The_order_of_the_keys_says_nothing() => Gen.Select(Tree.Event, Gen.Int).Sample(
        (tree, seed) =>
        {
            var shuffled = (Tree.Fields)Shuffled(tree, new Random(seed));

            Assert.Equal(Parsing.Json(Encodings.Json(tree)).ContentHash, Parsing.Json(Encodings.Json(shuffled)).ContentHash);
            Assert.Equal(Parsing.Json(Encodings.Json(tree)).ContentHash, Parsing.Form(Encodings.Indexed(shuffled)).ContentHash);
        },
        iter: 2_000);

    [Fact]
    public void A_change_of_any_value_is_another_content() => Tree.Event.Sample(
        tree =>
        {
            var hash = Parsing.Json(Encodings.Json(tree)).ContentHash;
            for (var i = 0; i < tree.Members.Length; i++)
            {
                if (tree.Members[i].Name.StartsWith("x_", StringComparison.Ordinal))
                {
                    var changed = new Tree.Fields([.. tree.Members]);
                    changed.Members[i].Value = new Tree.Text("changed value");

                    Assert.NotEqual(hash, Parsing.Json(Encodings.Json(changed)).ContentHash);
                }
            }
        },
        iter: 500);

    /// <summary>Keys that begin alike are read with less work when they follow one another.</summary>
    [Fact]
    public void Keys_mean_the_same_whether_or_not_they_follow_one_that_begins_alike() =>
        Gen.OneOf("a", "b", "0", "1", ".", "[", "]", "%5B", "%5D", "[]", "%5B%5D", "[a]", "%5Bb%5D", "[0]", "+", "%2E", "%5b").Array[1, 6].Array[1, 8].Sample(
            keys =>
            {
                var pairs = keys.Select((parts, index) => $"x{string.Concat(parts)}={index}").ToArray();
                var together = Parsing.FormWith(string.Join('&', pairs));
                var apart = Parsing.FormWith(string.Join("&uuid=u&", pairs));

                Assert.Equal(Parsing.Canonical(apart), Parsing.Canonical(together));
                Assert.Equal(apart.ContentHash, together.ContentHash);
            },
            iter: 20_000);

    [Fact]
    public void Any_bytes_end_as_an_event_or_as_an_error() => Gen.Byte.Array[0, 200].Sample(
        bytes =>
        {
            AssertEnds(bytes, WebhookBodyFormat.Json);
            AssertEnds(bytes, WebhookBodyFormat.Form);
            AssertEnds([.. "event_type=call_init&uuid=u&"u8, .. bytes], WebhookBodyFormat.Form);
            AssertEnds([.. """{"event_type":"call_init","uuid":"u","x":"""u8, .. bytes], WebhookBodyFormat.Json);
        },
        iter: 5_000);

    [Fact]
    public void Any_keys_of_a_form_end_as_an_event_or_as_an_error() => Gen.Char["ab01[].=&%+"].Array[0, 60].Sample(
        characters => AssertEnds(Encoding.UTF8.GetBytes("event_type=call_hangup&uuid=u&" + new string(characters)), WebhookBodyFormat.Form),
        iter: 20_000);

    [Fact]
    public void Any_text_in_the_place_of_a_cdr_ends_as_an_event() => Gen.Char["{}[]'\",:\\ uxNone0Tr1"].Array[0, 40].Sample(
        characters =>
        {
            var text = Uri.EscapeDataString(new string(characters));

            AssertEnds(Encoding.UTF8.GetBytes("event_type=call_hangup&uuid=u&cdr={'a':" + text), WebhookBodyFormat.Form);
            AssertEnds(Encoding.UTF8.GetBytes("event_type=call_hangup&uuid=u&cdr={\"a\":" + text), WebhookBodyFormat.Form);
            AssertEnds(Encoding.UTF8.GetBytes("event_type=call_hangup&uuid=u&cdr[callflow]=" + text), WebhookBodyFormat.Form);
        },
        iter: 5_000);

    [Fact]
    public void Any_damage_to_a_body_of_the_corpus_ends_as_an_event_or_as_an_error()
    {
        var bodies = Corpus.CorpusCase.Ids.Select(id => Corpus.CorpusCase.Get(id).Body).Where(body => body.Length is > 0 and < 4_000).ToArray();

        Gen.Select(Gen.OneOf(bodies), Gen.Select(Gen.Int[0, 3_999], Gen.Byte, Gen.Int[0, 3]).Array[1, 4]).Sample(
            (body, damages) =>
            {
                var damaged = body.ToList();
                foreach (var (at, value, kind) in damages)
                {
                    var place = at % (damaged.Count + 1);
                    switch (kind)
                    {
                        case 0:
                            damaged.Insert(place, value);
                            break;
                        case 1:
                            damaged.RemoveRange(place, Math.Min(value, damaged.Count - place));
                            break;
                        case 2:
                            damaged.InsertRange(place, damaged.Slice(place, Math.Min(value, damaged.Count - place)));
                            break;
                        default:
                            damaged[Math.Min(place, damaged.Count - 1)] = value;
                            break;
                    }

                    if (damaged.Count == 0)
                    {
                        break;
                    }
                }

                AssertEnds([.. damaged], WebhookBodyFormat.Json);
                AssertEnds([.. damaged], WebhookBodyFormat.Form);
            },
            iter: 10_000);
    }

    /// <summary>One of both; an event that can be written, and that is the same when it is read again.</summary>
    private static void AssertEnds(byte[] body, WebhookBodyFormat format)
    {
        var result = WebhookEventParser.Parse(body, format);

        Assert.True(result.Event is null ^ result.Error is null);
        if (result.IsEvent)
        {
            AssertReadsBack(result);
        }
        else
        {
            Assert.InRange(result.Error.ByteOffset ?? 0, 0, body.Length);
            Assert.NotEmpty(result.Error.Detail);
        }
    }

    private static void AssertReadsBack(WebhookParseResult result)
    {
        var again = Parsing.Json(Parsing.Canonical(result));

        Assert.Equal(Parsing.Canonical(result), Parsing.Canonical(again));
        Assert.Equal(result.ContentHash, again.ContentHash);
    }

    private static Tree Shuffled(Tree tree, Random random)
    {
        switch (tree)
        {
            case Tree.Fields fields:
                var members = fields.Members.Select(field => (field.Name, Shuffled(field.Value, random))).ToArray();
                random.Shuffle(members);
                return new Tree.Fields(members);
            case Tree.Items items:
                return new Tree.Items([.. items.Elements.Select(each => Shuffled(each, random))]);
            default:
                return tree;
        }
    }
}
