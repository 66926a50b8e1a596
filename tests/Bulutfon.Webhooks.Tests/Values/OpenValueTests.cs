using System.Text.Json;

namespace Bulutfon.Webhooks.Tests.Values;

public sealed class OpenValueTests
{
    [Fact]
    public void A_documented_value_is_known_and_costs_no_new_text()
    {
        var hangup = Parsing.Event<CallHangup>(Parsing.JsonWith("\"hangup_cause\": \"USER_BUSY\", \"direction\": \"IN\""));

        Assert.True(hangup.HangupCause!.Value.IsKnown);
        Assert.Equal(HangupCause.UserBusy, hangup.HangupCause);
        Assert.Same(HangupCause.UserBusy.Value, hangup.HangupCause.Value.Value);
        Assert.Same(Direction.In.Value, hangup.Direction!.Value.Value);
    }

    [Fact]
    public void A_value_that_nobody_has_documented_is_kept_as_it_came()
    {
        var result = Parsing.JsonWith("""
            "hangup_cause": "ALIENS", "direction": "in", "cdr": {"callflow": [{"redirection": "TO_MARS", "origination": [{"result": "VAPORIZED"}]}]}
            """);

        var hangup = Parsing.Event<CallHangup>(result);
        Assert.Equal(("ALIENS", false), (hangup.HangupCause!.Value.Value, hangup.HangupCause.Value.IsKnown));
        Assert.Equal(("in", false), (hangup.Direction!.Value.Value, hangup.Direction.Value.IsKnown));
        var step = hangup.Cdr!.CallFlow![0];
        Assert.Equal(("TO_MARS", false), (step.Redirection!.Value.ToString(), step.Redirection.Value.IsKnown));
        Assert.Equal(("VAPORIZED", false), (step.Origination![0].Result!.Value.ToString(), step.Origination[0].Result!.Value.IsKnown));
    }

    [Fact]
    public void Every_documented_value_is_known_to_itself()
    {
        Assert.All(HangupCause.KnownValues, value => Assert.True(value.IsKnown));
        Assert.All(Direction.KnownValues, value => Assert.True(value.IsKnown));
        Assert.All(Redirection.KnownValues, value => Assert.True(value.IsKnown));
        Assert.All(OriginationResult.KnownValues, value => Assert.True(value.IsKnown));
        Assert.All(EventType.KnownValues, value => Assert.True(value.IsKnown));
    }

    [Fact]
    public void ToString_OfNoValue_IsEmpty()
    {
        Assert.Equal("", default(HangupCause).ToString());
        Assert.False(default(HangupCause).IsKnown);
    }

    [Fact]
    public void Read_NoText_IsNoOpenValue() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"uuid": "u", "hangup_cause": {}}""", WebhookJsonContext.Default.CallHangup));
}
