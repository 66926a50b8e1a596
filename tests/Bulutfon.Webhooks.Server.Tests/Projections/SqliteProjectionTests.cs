using System.Collections.Concurrent;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Journal;
using Bulutfon.Webhooks.Server.Tests.Journal.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Projections;

/// <summary>The second file: it follows, it may be deleted, and it never stops at one event.</summary>
public sealed class SqliteProjectionTests : IDisposable
{
    private readonly OpenSqliteJournal _journal = new();

    public void Dispose() => _journal.Dispose();

    [Theory]
    [InlineData(SearchField.Uuid, "a")]
    [InlineData(SearchField.EventType, "call_init_group")]
    [InlineData(SearchField.Hook, "branch")]
    [InlineData(SearchField.Direction, "IN")]
    [InlineData(SearchField.Caller, "905322041584")]
    [InlineData(SearchField.Callee, "908508850000")]
    [InlineData(SearchField.Destination, "101")]
    public async Task Every_event_is_found_by_each_of_its_values(object field, string value)
    {
        await _journal.Journal.AppendAsync(TestEvents.Json("""{"event_type":"incoming_call_group","uuid":"a","timestamp":1435762851086820,"caller":"0532 204 15 84","callee":908508850000,"destination":101,"direction":"IN"}""", hook: "branch"));
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);

        await FollowAsync(store);

        Assert.Equal([new Place(1_435_762_851_086_820, 1)], Find(store, (SearchField)field, value));
        Assert.Empty(Find(store, (SearchField)field, value + "0"));
    }

    [Fact]
    public async Task No_number_is_in_the_index()
    {
        await _journal.Journal.AppendAsync(TestEvents.Json("""{"event_type":"call_init","uuid":"a","timestamp":1435762851086820,"caller":905322041584,"callee":908508850000}"""));
        using (var store = new SqliteProjectionStore(_journal.Files, _journal.Journal))
        {
            await FollowAsync(store);
        }

        ExecuteOnProjections("DROP TABLE calls; VACUUM");
        SqliteConnection.ClearAllPools();
        var file = await File.ReadAllBytesAsync(_journal.Files.Projections);

        Assert.Equal(-1, file.AsSpan().IndexOf("5322041584"u8));
        Assert.Equal(-1, file.AsSpan().IndexOf(new byte[] { 0xD2, 0xC9, 0xB6, 0x0F, 0x70 }));
    }

    [Fact]
    public async Task File_deleted_under_a_running_server_is_made_again()
    {
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        using var follower = new ProjectionFollower(_journal.Journal, store, TimeProvider.System, NullLogger<ProjectionFollower>.Instance);
        await follower.StartAsync(default);
        await AppendAsync(20);
        await follower.WaitForAsync(20, TimeSpan.FromMinutes(1), default);

        // Leaves a reader behind that has the file open.
        Assert.Equal(20, Count(store));

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_journal.Files.Projections)!, Path.GetFileName(_journal.Files.Projections) + "*"))
        {
            File.Delete(file);
        }

        await _journal.Journal.AppendAsync(TestEvents.CallInit("call-20"));

        Assert.Equal(21, await follower.WaitForAsync(21, TimeSpan.FromMinutes(1), default));
        Assert.Equal(21, Count(store));
        Assert.True(File.Exists(_journal.Files.Projections));
        await follower.StopAsync(default);
    }

    [Fact]
    public async Task File_deleted_while_nobody_posts_is_made_again_when_a_search_misses_it()
    {
        // The time stands still: what happens, happens for the search alone.
        var time = new FakeTimeProvider();
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        using var follower = new ProjectionFollower(_journal.Journal, store, time, NullLogger<ProjectionFollower>.Instance);
        await follower.StartAsync(default);
        await AppendAsync(20);
        await follower.WaitForAsync(20, TimeSpan.FromMinutes(1), default);

        DeleteProjections();
        Assert.Throws<SqliteException>(() => Count(store));

        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!HasAll())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), timeout.Token);
        }

        await follower.StopAsync(default);

        bool HasAll()
        {
            try
            {
                return Count(store) == 20;
            }
            catch (SqliteException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Batch_that_fails_again_and_again_is_in_the_index_once()
    {
        await AppendAsync(20);
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        store.Open();
        ExecuteOnProjections("CREATE TRIGGER refuse BEFORE INSERT ON postings WHEN NEW.segment > 0 BEGIN SELECT RAISE(ABORT, 'refused'); END");
        var events = await _journal.Journal.ReadAfterAsync(0, 100, default);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Throws<SqliteException>(() => store.Apply(events));
            store.Open();
        }

        ExecuteOnProjections("DROP TRIGGER refuse");
        store.Apply(events);

        Assert.Equal(20, Count(store));
        Assert.Equal(20L, store.Cursor);
        var postings = new List<Posting>();
        foreach (var committed in events)
        {
            SearchKey.AddPostings(committed, postings);
        }

        Assert.InRange((long)ScalarOfProjections($"SELECT sum(postings) FROM segments WHERE id > {Segment.Changing}")!, postings.Count, 2 * postings.Count);
    }

    [Fact]
    public async Task Log_that_a_reader_made_grow_is_small_again_after_it()
    {
        const long Bound = 1 << 20;
        var time = new FakeTimeProvider();
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal, Bound, time);
        store.Open();
        await AppendAsync(1);
        store.Apply(await _journal.Journal.ReadAfterAsync(0, 1, default));
        using (var reader = new SqliteConnection(_journal.Files.ProjectionReaderConnectionString))
        {
            reader.Open();
            using var snapshot = reader.BeginTransaction(deferred: true);
            Assert.Equal(1L, SqlitePragmas.Scalar(reader, "SELECT cursor FROM projection_state"));
            while (WalBytes() <= 3 * Bound)
            {
                await ApplyMoreAsync();
            }
        }

        time.Advance(TimeSpan.FromMinutes(1));
        await ApplyMoreAsync();

        Assert.InRange(WalBytes(), 0, Bound);

        async Task ApplyMoreAsync()
        {
            var last = store.Cursor;
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => _journal.Journal.AppendAsync(TestEvents.CallInit($"more-{last + i}")).AsTask()));
            store.Apply(await _journal.Journal.ReadAfterAsync(last, 500, default));
        }

        long WalBytes() => new FileInfo(_journal.Files.Projections + "-wal").Length;
    }

    [Fact]
    public async Task Deleted_file_is_made_again_from_the_journal()
    {
        await AppendAsync(20);
        using (var store = new SqliteProjectionStore(_journal.Files, _journal.Journal))
        {
            await FollowAsync(store);
        }

        DeleteProjections();
        using var again = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        await FollowAsync(again);

        Assert.Equal(20, Count(again));
    }

    [Fact]
    public async Task A_search_that_meets_a_damaged_call_asks_for_another_file()
    {
        await AppendAsync(5);
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        await FollowAsync(store);
        var missed = 0;
        store.Missed += (_, _) => missed++;
        ExecuteOnProjections("UPDATE calls SET state = x'FF'");
        var all = new SearchQuery([[new CallTerm(SearchField.CallAll, CallTerms.Is).Key]], From: null, To: null, PlaceOrder.Descending, Behind: null);

        Assert.Throws<JournalUnavailableException>(() => store.FindCalls(all, 10, default));
        Assert.Equal(1, missed);
        await FollowAsync(store);

        Assert.Equal(5, store.FindCalls(all, 10, default).Count);
    }

    [Fact]
    public async Task Start_goes_on_where_it_was()
    {
        await AppendAsync(5);
        using (var store = new SqliteProjectionStore(_journal.Files, _journal.Journal))
        {
            await FollowAsync(store);
        }

        using var again = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        again.Open();

        Assert.Equal(5, again.Cursor);
        Assert.Equal(5, Count(again));
    }

    [Theory]
    [InlineData("UPDATE projection_state SET cursor = 1000", "a backup of the journal was put back")]
    [InlineData("UPDATE projection_state SET journal = 'other'", "it belongs to another journal")]
    [InlineData("PRAGMA user_version = 9999", "another version made it")]
    [InlineData("DROP TABLE postings", "a table is missing")]
    [InlineData("DELETE FROM projection_state", "it has no cursor")]
    public async Task File_that_does_not_fit_is_made_anew(string damage, string because)
    {
        await AppendAsync(3);
        using (var store = new SqliteProjectionStore(_journal.Files, _journal.Journal))
        {
            await FollowAsync(store);
        }

        ExecuteOnProjections(damage);
        using var again = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        again.Open();

        Assert.True(again.Cursor == 0, because);
        await FollowAsync(again);
        Assert.Equal(3, Count(again));
    }

    [Fact]
    public async Task File_that_is_no_database_is_made_anew()
    {
        await AppendAsync(3);
        await File.WriteAllTextAsync(_journal.Files.Projections, string.Concat(Enumerable.Repeat("no database. ", 1000)));

        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        await FollowAsync(store);

        Assert.Equal(3, Count(store));
    }

    [Fact]
    public async Task Event_that_cannot_be_read_any_more_is_recorded_and_passed()
    {
        await AppendAsync(3);
        _journal.Close();
        using (var connection = new SqliteConnection(_journal.Files.WriterConnectionString))
        {
            connection.Open();
            SqlitePragmas.Execute(connection, "UPDATE journal SET body = x'7b' WHERE id = 2");
        }

        _journal.Open();
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        await FollowAsync(store);

        Assert.Equal([1L, 3L], Find(store, SearchField.EventType, "call_init").Select(place => place.Id));
        Assert.Equal(2L, ScalarOfProjections("SELECT id FROM skipped_events"));
    }

    [Fact]
    public async Task Who_waits_sees_what_was_committed_before()
    {
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        using var follower = new ProjectionFollower(_journal.Journal, store, TimeProvider.System, NullLogger<ProjectionFollower>.Instance);
        await follower.StartAsync(default);
        await AppendAsync(50);

        var indexedTo = await follower.WaitForAsync(_journal.Journal.LastSequence, TimeSpan.FromMinutes(1), default);

        Assert.Equal(50, indexedTo);
        Assert.Equal(50, Count(store));
        await follower.StopAsync(default);
    }

    /// <summary>Requests are answered by the pool's threads, which a batch would hold.</summary>
    [Fact]
    public async Task Batches_are_applied_on_a_thread_of_their_own_also_after_a_failure()
    {
        Directory.CreateDirectory(_journal.Files.Projections);
        var time = new ThreadsThatAsk();
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        using var follower = new ProjectionFollower(_journal.Journal, store, time, NullLogger<ProjectionFollower>.Instance);
        await follower.StartAsync(default);
        await time.Paused.WaitAsync(TimeSpan.FromMinutes(1));
        Directory.Delete(_journal.Files.Projections);
        await AppendAsync(3);

        Assert.Equal(3, await follower.WaitForAsync(3, TimeSpan.FromMinutes(1), default));

        await follower.StopAsync(default);
        Assert.Equal("projections", Assert.Single(time.Names));
    }

    [Fact]
    public async Task Waiting_that_takes_too_long_tells_how_far_it_is()
    {
        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        using var follower = new ProjectionFollower(_journal.Journal, store, TimeProvider.System, NullLogger<ProjectionFollower>.Instance);
        await AppendAsync(1);

        Assert.Equal(0, await follower.WaitForAsync(1, TimeSpan.FromMilliseconds(1), default));
    }

    [Fact]
    public async Task Projections_never_take_the_lock_of_the_journal()
    {
        await AppendAsync(3);
        using var holder = new SqliteConnection(_journal.Files.WriterConnectionString);
        holder.Open();
        SqlitePragmas.Execute(holder, "BEGIN IMMEDIATE");

        using var store = new SqliteProjectionStore(_journal.Files, _journal.Journal);
        await FollowAsync(store);

        Assert.Equal(3, Count(store));
        SqlitePragmas.Execute(holder, "ROLLBACK");
    }

    private static int Count(SqliteProjectionStore store) => Find(store, SearchField.EventType, "call_init").Count;

    private static IReadOnlyList<Place> Find(SqliteProjectionStore store, SearchField field, string value) =>
        store.Find(new SearchQuery([[SearchKey.Of(field, value)]], From: null, To: null, PlaceOrder.Ascending, Behind: null), 1000, default);

    private async Task AppendAsync(int events)
    {
        for (var i = 0; i < events; i++)
        {
            await _journal.Journal.AppendAsync(TestEvents.CallInit($"call-{i}"));
        }
    }

    private async Task FollowAsync(SqliteProjectionStore store)
    {
        store.Open();
        while (await _journal.Journal.ReadAfterAsync(store.Cursor, 7, default) is { Count: > 0 } events)
        {
            store.Apply(events);
        }
    }

    private void ExecuteOnProjections(string sql)
    {
        using var connection = new SqliteConnection(_journal.Files.ProjectionWriterConnectionString);
        connection.Open();
        SqlitePragmas.Execute(connection, sql);
    }

    private object? ScalarOfProjections(string sql)
    {
        using var connection = new SqliteConnection(_journal.Files.ProjectionReaderConnectionString);
        connection.Open();
        return SqlitePragmas.Scalar(connection, sql);
    }

    private void DeleteProjections()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_journal.Files.Projections)!, Path.GetFileName(_journal.Files.Projections) + "*"))
        {
            File.Delete(file);
        }
    }

    /// <summary>The follower asks for the time with each batch, and for a timer when it pauses after a failure.</summary>
    private sealed class ThreadsThatAsk : TimeProvider
    {
        private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

        public Task Paused => _paused.Task;

        public ICollection<string> Names => _names.Keys;

        public override long GetTimestamp()
        {
            _names.TryAdd(Thread.CurrentThread.Name ?? "", true);
            return base.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _paused.TrySetResult();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
