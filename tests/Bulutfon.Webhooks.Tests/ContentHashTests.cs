namespace Bulutfon.Webhooks.Tests;

/// <summary>The hash is part of what makes two deliveries one event, so what it says is equal is answered as a duplicate.</summary>
public sealed class ContentHashTests
{
    [Theory]
    [InlineData("\"caller\": 90532", "caller=90532")]
    [InlineData("\"caller\": \"+90 532\"", "caller=90532")]
    [InlineData("\"caller\": null", "caller=")]
    [InlineData("\"caller\": null", "x=")]
    [InlineData("\"x\": {}, \"y\": [], \"z\": \"\"", "")]
    [InlineData("\"autodial\": true", "autodial=1")]
    [InlineData("\"autodial\": false", "autodial=False")]
    [InlineData("\"talk_duration\": 35", "talk_duration=35.0")]
    [InlineData("\"domain_id\": 12", "domain_id=%2012")]
    [InlineData("\"x\": [1, {\"y\": 2.50}]", "x[0]=1&x[1][y]=2.50")]
    [InlineData("\"x\": true", "x=true")]
    [InlineData("\"cdr\": {\"call_time\": \"2015-07-01T18:00:51+03:00\"}", "cdr[call_time]=2015-07-01T15:00:51Z")]
    [InlineData("\"cdr\": {\"bf_direction\": \"IN\"}", "cdr[direction]=IN")]
    [InlineData("\"cdr\": {\"call_record\": \"YES\"}", "cdr.call_record=true")]
    [InlineData("\"cdr\": {\"callflow\": [{\"callee\": 1}, {\"callee\": 2}]}", "cdr[callflow][][callee]=1&cdr[callflow][][callee]=2")]
    [InlineData("\"cdr\": {\"call_flow\": [{\"callee\": 1}]}", "cdr=%7B%22callflow%22:[%7B%22callee%22:%221%22%7D]%7D")]
    [InlineData("\"hangup_cause\": \"A\", \"hangup_cause\": \"B\"", "hangup_cause=B")]
    public void ContentHash_SameEvent_IsEqualAsJsonAndAsForm(string json, string form) =>
        Assert.Equal(Parsing.JsonWith(json + (json.Length > 0 ? "," : "") + "\"last\": null").ContentHash, Parsing.FormWith(form).ContentHash);

    [Fact]
    public void ContentHash_OtherContent_IsAnother()
    {
        string[] contents =
        [
            "\"x\": null", "\"x\": 1", "\"x\": 2", "\"y\": 1", "\"x\": [1]", "\"x\": [2]", "\"x\": [1, 2]", "\"x\": [2, 1]", "\"x\": [[1]]", "\"x\": [[1], [2]]", "\"x\": [[1, 2]]",
            "\"x\": {\"y\": 1}", "\"x\": {\"0\": 1}", "\"x\": 1, \"y\": 1", "\"x\": {\"x\": 1}", "\"xx\": 1", "\"x\": \"x\"", "\"x.y\": 1", "\"\": 1",
            "\"caller\": 1", "\"callee\": 1", "\"caller\": 2, \"callee\": 1", "\"caller\": 1, \"callee\": 2", "\"destination\": 1", "\"additional_data\": 1", "\"callback_url\": 1",
            "\"hangup_cause\": 1", "\"hangup_detail\": 1", "\"cdr\": {\"hangup_cause\": 1}", "\"cdr\": {\"uuid\": 1}", "\"cdr\": {\"caller\": 1}", "\"cdr\": {\"callee\": 1}",
            "\"cdr\": {\"callflow\": [{\"callee\": 1}]}", "\"cdr\": {\"callflow\": [{\"callee\": 1}, {\"callee\": 1}]}", "\"cdr\": {\"callflow\": [{}, {\"callee\": 1}]}",
            "\"cdr\": {\"call_time\": \"2015-07-01T18:00:51+03:00\"}", "\"cdr\": {\"call_time\": \"2015-07-01T18:00:51+02:00\"}", "\"cdr\": {\"answer_time\": \"2015-07-01T18:00:51+03:00\"}",
            "\"cdr\": {\"call_record\": true}", "\"cdr\": {\"call_record\": false}", "\"cdr\": {\"call_record\": \"REMOVED\"}", "\"cdr\": {\"missing_call\": true}",
            "\"autodial\": true", "\"autodial\": false", "\"talk_duration\": 1", "\"domain_id\": 1", "\"account_id\": 1", "\"timestamp\": 1e300",
        ];

        var hashes = contents.Select(each => Parsing.JsonWith(each).ContentHash).ToList();

        Assert.Equal(contents.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void ContentHash_IsTheSameInEveryVersion()
    {
        // Stored hashes are compared with those of later versions.
        var result = Parsing.JsonWith("""
            "caller": 905321110000, "direction": "IN", "autodial": true, "x": [1, {"y": "ş"}],
            "cdr": {"call_time": "2015-07-01T18:00:51+03:00", "callflow": [{"callee": 99}]}
            """);

        Assert.Equal(9595725018992418189UL, result.ContentHash);
    }
}
