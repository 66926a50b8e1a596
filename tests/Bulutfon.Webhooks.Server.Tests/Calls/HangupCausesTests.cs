using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Tests.Calls;

public sealed class HangupCausesTests
{
    [Theory]
    [InlineData("UNALLOCATED_NUMBER", 1)]
    [InlineData("NORMAL_CLEARING", 16)]
    [InlineData("user_busy", 17)]
    [InlineData("NO_ANSWER", 19)]
    [InlineData("CALL_REJECTED", 21)]
    [InlineData("RECOVERY_ON_TIMER_EXPIRE", 102)]
    [InlineData("INTERWORKING", 127)]
    [InlineData("ORIGINATOR_CANCEL", null)]
    public void Find_Documented_HasItsNumber(string name, int? number) => Assert.Equal(number, HangupCauses.Find(name)!.Q850);

    [Theory]
    [InlineData("Q.850;cause=17", "USER_BUSY")]
    [InlineData("Q.850;cause=21;text=\"Call rejected\"", "CALL_REJECTED")]
    [InlineData("q.850 ; Cause=16 ;text=\"x\"", "NORMAL_CLEARING")]
    [InlineData(" 19 ", "NO_ANSWER")]
    [InlineData("17.0", "USER_BUSY")]
    public void Find_NumberOrReasonHeader_IsTheCauseOfTheNumber(string text, string name) => Assert.Equal(name, HangupCauses.Find(text)!.Name);

    [Fact]
    public void Find_Undocumented_IsNull()
    {
        Assert.Null(HangupCauses.Find("SOMETHING_NEW"));
        Assert.Null(HangupCauses.Find(null));
    }

    [Fact]
    public void Every_cause_that_the_contract_names_is_explained() =>
        Assert.All(HangupCause.KnownValues, cause => Assert.NotNull(HangupCauses.Find(cause.Value)));

    [Fact]
    public void Every_cause_is_explained_in_both_languages_and_its_number_is_one_of_Q850()
    {
        Assert.InRange(HangupCauses.All.Count, 75, int.MaxValue);
        Assert.All(HangupCauses.All, cause =>
        {
            Assert.False(string.IsNullOrWhiteSpace(cause.Text.English) || string.IsNullOrWhiteSpace(cause.Text.Turkish));
            Assert.NotEqual(cause.Text.English, cause.Text.Turkish);
            Assert.True(cause.Q850 is null or (>= 0 and <= 127));
        });
    }

    [Fact]
    public void Every_reason_has_a_code_of_its_own_and_both_languages()
    {
        Assert.Equal(OutcomeReasons.All.Count, OutcomeReasons.All.Select(reason => reason.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.All(OutcomeReasons.All, reason => Assert.False(string.IsNullOrWhiteSpace(reason.Text.English) || string.IsNullOrWhiteSpace(reason.Text.Turkish)));
    }
}
