using Bulutfon.Webhooks.Server.Journal;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;

/// <summary>Texts that PostgreSQL cannot hold, or not in an index, are events all the same.</summary>
public sealed class PostgreSqlTextTests : IDisposable
{
    private readonly OpenPostgreSqlJournal _journal = new();

    public void Dispose() => _journal.Dispose();

    [SkippableTheory]
    [InlineData(@"a\u0000b", @"a\u0001b")]
    [InlineData(@"\ud83d\ude00", @"\ud83d\ude01")]
    public async Task Odd_characters_are_kept_and_tell_events_from_each_other(string uuid, string other)
    {
        var first = await _journal.Journal.AppendAsync(Event(uuid));
        var again = await _journal.Journal.AppendAsync(Event(uuid));
        var second = await _journal.Journal.AppendAsync(Event(other));

        Assert.Equal(new Appended(1, false), first);
        Assert.Equal(new Appended(1, true), again);
        Assert.Equal(new Appended(2, false), second);
        _journal.Reopen();
        var read = await _journal.Journal.ReadAfterAsync(0, 10, default);
        Assert.Equal(Event(uuid).Event.Uuid, read[0].Event!.Uuid);
    }

    [SkippableFact]
    public async Task A_uuid_may_be_longer_than_an_index_entry()
    {
        var uuid = string.Concat(Enumerable.Range(0, 20_000).Select(number => (char)('a' + (number * number % 26))));

        var first = await _journal.Journal.AppendAsync(Event(uuid));
        var again = await _journal.Journal.AppendAsync(Event(uuid));
        var other = await _journal.Journal.AppendAsync(Event(uuid + "x"));

        Assert.Equal([new Appended(1, false), new Appended(1, true), new Appended(2, false)], [first, again, other]);
        await using var context = _journal.Journal.OpenContext();
        Assert.Equal(uuid, (await context.Journal.SingleAsync(row => row.Id == 1)).Uuid);
    }

    private static NewEvent Event(string uuid) => TestEvents.Json($$"""{"event_type":"call_init","uuid":"{{uuid}}","timestamp":1435762851086820}""");
}
