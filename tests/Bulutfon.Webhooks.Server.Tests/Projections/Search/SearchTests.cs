using System.Globalization;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Search;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Journal;
using Bulutfon.Webhooks.Server.Tests.Journal.Sqlite;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Tests.Projections.Search;

/// <summary>The index gives what looking at every event would, whatever was asked and however the events came in.</summary>
public sealed class SearchTests
{
    private static readonly Gen<CommittedEvent> AnyEvent =
        from time in Gen.Long[0, 400]
        from uuid in Gen.Int[0, 300]
        from caller in Gen.Int[0, 40]
        from callee in Gen.Int[0, 45]
        from type in OneOf("call_init", "call_hangup", "missing_call")
        from hook in OneOf("one", "two")
        select new CommittedEvent(0, hook, time, time, Event(uuid, caller, callee, type, time));

    /// <summary>Batches from one event to hundreds, so that there are segments of many levels.</summary>
    private static readonly Gen<CommittedEvent[][]> Batches =
        Gen.OneOf(AnyEvent.Array[1, 3].Array[60, 90], AnyEvent.Array[100, 300].Array[2, 12], AnyEvent.Array[1, 60].Array[10, 30]);

    private static readonly Gen<(SearchField Field, string[] Values)[]> Filters = Gen.OneOf(
        Gen.Int[0, 310].Select(uuid => (SearchField.Uuid, new[] { Text(uuid) })),
        Gen.Int[0, 42].Array[1, 4].Select(callers => (SearchField.Caller, callers.Distinct().Select(Text).ToArray())),
        Gen.Int[0, 47].Select(callee => (SearchField.Callee, new[] { Text(callee) })),
        OneOf("call_init", "call_hangup", "fax_init").Array[1, 2].Select(types => (SearchField.EventType, types.Distinct().ToArray())),
        OneOf("one", "two", "three").Select(hook => (SearchField.Hook, new[] { hook }))).Array[1, 3];

    private static readonly Gen<Question> Questions =
        from filters in Filters
        from isDescending in Gen.Bool
        from limit in Gen.Int[1, 30]
        from bounds in Gen.Int[0, 3]
        from low in Gen.Long[-10, 410]
        from length in Gen.Long[1, 300]
        select new Question(filters, isDescending, limit, bounds % 2 == 1 ? low : null, bounds >= 2 ? low + length : null);

    [Fact]
    public void Every_question_is_answered_as_by_looking_at_every_event() =>
        Gen.Select(Batches, Questions.Array[1, 40]).Sample(
            (batches, questions) =>
            {
                using var journal = new OpenSqliteJournal();
                using var store = new SqliteProjectionStore(journal.Files, journal.Journal);
                store.Open();
                var events = Apply(store, batches, tidyEvery: 7);

                foreach (var question in questions)
                {
                    AssertPages(question, events, store);
                }
            },
            iter: 60,
            threads: 1);

    [Fact]
    public async Task What_was_merged_or_half_merged_is_there_once_and_the_rest_is_deleted()
    {
        using var journal = new OpenSqliteJournal();
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => journal.Journal.AppendAsync(TestEvents.CallInit(Text(i))).AsTask()));
        var batch = 1;
        for (var start = 0; start < 5; start++)
        {
            // Each start finds a merge that the one before did not end.
            using var store = new SqliteProjectionStore(journal.Files, journal.Journal);
            store.Open();
            for (var end = store.Cursor + 400; store.Cursor < end; batch = (batch * 7 % 41) + 1)
            {
                store.Apply(await journal.Journal.ReadAfterAsync(store.Cursor, (int)Math.Min(batch, end - store.Cursor), default));
            }
        }

        using var last = new SqliteProjectionStore(journal.Files, journal.Journal);
        last.Open();
        while (last.Tidy())
        {
        }

        var found = last.Find(new SearchQuery([[SearchKey.Of(SearchField.EventType, "call_init")]], null, null, PlaceOrder.Ascending, null), 5000, default);
        Assert.Equal(Enumerable.Range(1, 2000).Select(id => (long)id), found.Select(place => place.Id).Order());
        using var connection = new SqliteConnection(journal.Files.ProjectionReaderConnectionString);
        connection.Open();
        Assert.Equal(0L, SqlitePragmas.Scalar(connection, "SELECT count(*) FROM segments WHERE NOT is_live"));
        Assert.Equal(0L, SqlitePragmas.Scalar(connection, "SELECT count(*) FROM postings WHERE segment NOT IN (SELECT id FROM segments)"));
        Assert.InRange((long)SqlitePragmas.Scalar(connection, "SELECT count(*) FROM segments")!, 1, 40);
    }

    [Fact]
    public void Deleting_what_was_merged_keeps_up_with_merging()
    {
        using var journal = new OpenSqliteJournal();
        using var store = new SqliteProjectionStore(journal.Files, journal.Journal);
        store.Open();
        using var connection = new SqliteConnection(journal.Files.ProjectionReaderConnectionString);
        connection.Open();
        for (var id = 1; id <= 1000; id++)
        {
            store.Apply([new CommittedEvent(id, "one", id, id, Event(id, id, id, "call_init", id))]);
            Assert.InRange((long)SqlitePragmas.Scalar(connection, "SELECT count(*) FROM segments WHERE NOT is_live")!, 0, 40);
        }
    }

    [Fact]
    public void Search_for_what_never_agrees_ends_when_nobody_waits_for_it()
    {
        using var gone = new CancellationTokenSource();
        var search = new Intersection([new Every(2, 0, gone), new Every(2, 1, gone)], PlaceOrder.Ascending, _ => false, gone.Token);

        Assert.Throws<OperationCanceledException>(() => search.SeekTo(new Place(0, 0)));
    }

    [Theory]
    [InlineData(PostingRows.UpTo)]
    [InlineData(PostingRows.Before)]
    [InlineData(PostingRows.Behind)]
    public void A_row_is_found_by_its_key_without_sorting(string sql)
    {
        using var journal = new OpenSqliteJournal();
        using var store = new SqliteProjectionStore(journal.Files, journal.Journal);
        store.Open();
        using var connection = new SqliteConnection(journal.Files.ProjectionReaderConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var parameter in new[] { "?1", "?2", "?3", "?4" })
        {
            command.Parameters.AddWithValue(parameter, 1L);
        }

        using var reader = command.ExecuteReader();

        Assert.True(reader.Read());
        Assert.Matches(@"^SEARCH postings USING PRIMARY KEY \(segment=\? AND \(key,timestamp,id\)[<>]\(\?,\?,\?\)\)$", reader.GetString(3));
        Assert.False(reader.Read());
    }

    private static void AssertPages(Question question, List<CommittedEvent> events, SqliteProjectionStore store)
    {
        var order = question.IsDescending ? PlaceOrder.Descending : PlaceOrder.Ascending;
        var expected = events
            .Where(committed => question.Filters.All(filter =>
                filter.Values.Contains(SearchKey.ValueOf(filter.Field, committed.Event!, committed.Hook), StringComparer.Ordinal)))
            .Where(committed => !(committed.Timestamp < question.From) && !(committed.Timestamp >= question.To))
            .Select(committed => new Place(committed.Timestamp, committed.Id))
            .Order(order)
            .ToList();

        var found = new List<Place>();
        Place? behind = null;
        do
        {
            var query = new SearchQuery(
                [.. question.Filters.Select(filter => filter.Values.Select(value => SearchKey.Of(filter.Field, value)).ToArray())],
                question.From,
                question.To,
                order,
                behind);
            var page = store.Find(query, question.Limit, default);
            found.AddRange(page);
            behind = page.Count == question.Limit ? page[^1] : null;
        }
        while (behind is not null);

        Assert.Equal(expected, found);
    }

    private static List<CommittedEvent> Apply(SqliteProjectionStore store, CommittedEvent[][] batches, int tidyEvery)
    {
        var events = new List<CommittedEvent>();
        foreach (var (index, batch) in batches.Index())
        {
            var numbered = batch.Select((committed, i) => committed with { Id = events.Count + i + 1 }).ToList();
            store.Apply(numbered);
            events.AddRange(numbered);
            if (index % tidyEvery == 0)
            {
                store.Tidy();
            }
        }

        return events;
    }

    private static WebhookEvent Event(int uuid, int caller, int callee, string type, long time) => TestEvents.Json(
        string.Create(CultureInfo.InvariantCulture, $$"""{"event_type":"{{type}}","uuid":"{{uuid}}","caller":{{caller}},"callee":{{callee}},"timestamp":{{1_435_762_851_000_000 + time}}}""")).Event;

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Every so-manieth place, and after some of them nobody waits any more.</summary>
    private sealed class Every(long step, long first, CancellationTokenSource gone) : IPlaceStream
    {
        private const long GoneAt = 1000;
        private const long End = 1_000_000;

        public bool IsAtEnd => Current.Timestamp > End;

        public Place Current { get; private set; } = new(first, 0);

        public void SeekTo(Place place)
        {
            while (Current.CompareTo(place) < 0)
            {
                MoveNext();
            }
        }

        public void MoveNext()
        {
            Current = new Place(Current.Timestamp + step, 0);
            if (Current.Timestamp > GoneAt)
            {
                gone.Cancel();
            }
        }
    }

    private sealed record Question((SearchField Field, string[] Values)[] Filters, bool IsDescending, int Limit, long? From, long? To);
}
