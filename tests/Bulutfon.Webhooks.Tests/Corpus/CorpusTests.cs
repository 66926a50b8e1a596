using System.Text.Json;

namespace Bulutfon.Webhooks.Tests.Corpus;

public sealed class CorpusTests
{
    public static TheoryData<string> Cases => [.. CorpusCase.Ids];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_body_becomes_the_event_that_the_manifest_expects(string id)
    {
        var corpus = CorpusCase.Get(id);

        var format = WebhookBodyFormats.Detect(corpus.ContentType, corpus.Body);
        var result = format is { } known ? WebhookEventParser.Parse(corpus.Body, known) : default;

        var outcome = result.IsEvent ? "accepted" : "rejected";
        Assert.True(corpus.Allows(outcome), $"{outcome}: {result.Error?.Detail}");
        if (result.IsEvent && corpus.Outcome == "accepted")
        {
            var json = JsonSerializer.SerializeToElement(result.Event, WebhookJsonContext.Default.WebhookEvent);
            Assert.Empty(CanonicalComparison.Differences(corpus, json));
        }
    }

    [Fact]
    public void The_corpus_is_whole() => Assert.Equal(356, CorpusCase.Ids.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_canonical_event_reads_back_as_itself(string id)
    {
        var corpus = CorpusCase.Get(id);
        if (WebhookBodyFormats.Detect(corpus.ContentType, corpus.Body) is not { } format
            || WebhookEventParser.Parse(corpus.Body, format) is not { IsEvent: true } first)
        {
            Assert.True(corpus.Allows("rejected"));
            return;
        }

        var canonical = JsonSerializer.SerializeToUtf8Bytes(first.Event, WebhookJsonContext.Default.WebhookEvent);
        var second = WebhookEventParser.Parse(canonical, WebhookBodyFormat.Json);

        Assert.True(second.IsEvent);
        Assert.Equal(first.ContentHash, second.ContentHash);
        Assert.Equal(canonical, JsonSerializer.SerializeToUtf8Bytes(second.Event, WebhookJsonContext.Default.WebhookEvent));
    }

    [Fact]
    public void All_encodings_of_one_shape_have_one_content()
    {
        // The uuid is the case's own, so it is made equal in the body before the bodies are compared.
        var contents = CorpusCase.Ids
            .Where(id => id.StartsWith("2015-call_hangup-group--", StringComparison.Ordinal) && !id.EndsWith("urlencode-str", StringComparison.Ordinal))
            .Select(CorpusCase.Get)
            .Select(corpus => (Format: WebhookBodyFormats.Detect(corpus.ContentType, corpus.Body)!.Value, Body: System.Text.Encoding.UTF8.GetString(corpus.Body).Replace(corpus.Uuid, "one-uuid", StringComparison.Ordinal)))
            .Select(each => WebhookEventParser.Parse(System.Text.Encoding.UTF8.GetBytes(each.Body), each.Format).ContentHash)
            .ToList();

        Assert.Equal(16, contents.Count);
        Assert.Single(contents.Distinct());
    }
}
