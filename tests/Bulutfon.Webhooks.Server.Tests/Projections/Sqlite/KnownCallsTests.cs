using Bulutfon.Webhooks.Server.Projections.Search;
using Bulutfon.Webhooks.Server.Projections.Sqlite;

namespace Bulutfon.Webhooks.Server.Tests.Projections.Sqlite;

public sealed class KnownCallsTests
{
    [Fact]
    public void The_latest_call_keeps_its_number_and_no_other_is_given_its()
    {
        var calls = new KnownCalls([]);

        for (var number = 1; number <= 200_000; number++)
        {
            calls.Add(KeyOf(number), number);
            Assert.Equal(number, calls.Recent(KeyOf(number)));
        }

        Assert.All(Enumerable.Range(1, 200_000), number => Assert.Equal(number, calls.Recent(KeyOf(number)) ?? number));
        Assert.Null(calls.Recent(KeyOf(200_001)));
    }

    [Fact]
    public void Calls_that_go_on_are_remembered_beside_thousands_of_newer_ones()
    {
        var calls = new KnownCalls([]);
        for (var number = 1; number <= 6000; number++)
        {
            calls.Add(KeyOf(number), number);
        }

        Assert.InRange(Enumerable.Range(1, 1000).Count(number => calls.Recent(KeyOf(number)) is null), 0, 30);
    }

    [Fact]
    public void A_call_that_was_stored_before_may_be_there_and_has_no_number_until_it_is_found()
    {
        var calls = new KnownCalls([KeyOf(1), KeyOf(1), KeyOf(2)]);

        Assert.True(calls.MayContain(KeyOf(1)));
        Assert.Null(calls.Recent(KeyOf(1)));
        calls.Remember(KeyOf(1), 7);
        calls.Remember(KeyOf(1), 7);
        Assert.Equal(7, calls.Recent(KeyOf(1)));
    }

    private static long KeyOf(int number) => SearchKey.Of(SearchField.CallUuid, $"call-{number}");
}
