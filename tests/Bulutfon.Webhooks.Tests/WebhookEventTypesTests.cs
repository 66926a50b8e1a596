namespace Bulutfon.Webhooks.Tests;

public sealed class WebhookEventTypesTests
{
    public static TheoryData<string, string, Type> Names => new()
    {
        { "call_init", "call_init", typeof(CallInit) },
        { "call_hangup", "call_hangup", typeof(CallHangup) },
        { "fax_init", "fax_init", typeof(FaxInit) },
        { "missing_call", "missing_call", typeof(MissingCall) },
        { "call_init_extension", "call_init_extension", typeof(CallInitExtension) },
        { "incoming_call_extension", "call_init_extension", typeof(CallInitExtension) },
        { "call_init_group", "call_init_group", typeof(CallInitGroup) },
        { "incoming_call_group", "call_init_group", typeof(CallInitGroup) },
        { "call_init_menu", "call_init_menu", typeof(CallInitMenu) },
        { "call_init_manu", "call_init_menu", typeof(CallInitMenu) },
        { "call_transfer", "call_transfer", typeof(UnknownEvent) },
        { "CALL_INIT", "CALL_INIT", typeof(UnknownEvent) },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_as_sent_gives_the_canonical_type_and_its_record(string sent, string canonical, Type record)
    {
        var result = Parsing.Form($"event_type={sent}&uuid=u");

        Assert.IsType(record, result.Event);
        Assert.Equal(canonical, result.Event!.EventType.Value);
        Assert.Equal(canonical, WebhookEventTypes.Canonical(sent).Value);
        Assert.Equal(record != typeof(UnknownEvent), result.Event.EventType.IsKnown);
    }

    [Fact]
    public void All_IsEveryDocumentedTypeOnce()
    {
        Assert.Equal(EventType.KnownValues, WebhookEventTypes.All.Select(info => info.EventType));
        Assert.Equal(WebhookEventTypes.All.Count, WebhookEventTypes.All.Select(info => info.RecordType).Distinct().Count());
        Assert.All(WebhookEventTypes.All, info => Assert.All(info.Aliases, alias => Assert.Equal(info.EventType, WebhookEventTypes.Canonical(alias))));
    }

    [Fact]
    public void All_Records_AreTheEventsOfTheLibrary()
    {
        var records = typeof(WebhookEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(WebhookEvent))).ToHashSet();

        Assert.True(records.SetEquals(WebhookEventTypes.All.Select(info => info.RecordType).Append(typeof(UnknownEvent))));
        Assert.All(records, record => Assert.True(record.IsSealed));
    }
}
