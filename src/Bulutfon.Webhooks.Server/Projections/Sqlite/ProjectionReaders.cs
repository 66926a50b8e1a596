using System.Collections.Concurrent;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>Connections that search, with their statements prepared; as many as search at one time.</summary>
internal sealed class ProjectionReaders(string connectionString) : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _isDisposed;

    public IReadOnlyList<Place> Find(SearchQuery query, int limit, CancellationToken cancellationToken) =>
        Use(reader => reader.Find(query, limit, static (_, place) => place, cancellationToken));

    public IReadOnlyList<FoundCall> FindCalls(SearchQuery query, int limit, CancellationToken cancellationToken) =>
        Use(reader => reader.Find(query, limit, ReadCall, cancellationToken));

    public IReadOnlyList<T> SelectCalls<T>(SearchQuery query, Func<FoundCall, T?> select, CancellationToken cancellationToken)
        where T : class => Use(reader => reader.Find(query, int.MaxValue, (calls, place) => ReadCall(calls, place) is { } call ? select(call) : null, cancellationToken));

    /// <summary>Reads roll-ups and calls from one snapshot.</summary>
    public void ReadRollups(Action<IRollups> read) => Use(reader =>
    {
        reader.ReadRollups(read);
        return true;
    });

    private static FoundCall? ReadCall(CallRows calls, Place place) => calls.Read(place.Id) is { } state ? new FoundCall(place, state) : null;

    private T Use<T>(Func<Reader, T> search)
    {
        // One that fails is not used again: its file may be gone.
        var reader = _idle.TryTake(out var idle) ? idle : new Reader(connectionString);
        var isGood = false;
        try
        {
            var found = search(reader);
            isGood = true;
            return found;
        }
        finally
        {
            if (isGood && !_isDisposed)
            {
                _idle.Add(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private sealed class Reader : IRollups, IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteStatements _statements;
        private readonly SqliteStatement _begin;
        private readonly SqliteStatement _end;
        private readonly PostingRows _rows;
        private readonly CallRows _calls;
        private readonly RollupRows _rollups;

        public Reader(string connectionString)
        {
            _connection = new SqliteConnection(connectionString);
            _statements = new SqliteStatements(_connection);
            try
            {
                _connection.Open();
                SqlitePragmas.ApplyToReader(_connection);
                _begin = _statements.Prepare("BEGIN");
                _end = _statements.Prepare("COMMIT");
                _rows = new PostingRows(_statements);
                _calls = new CallRows(_statements);
                _rollups = new RollupRows(_statements);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        /// <summary>One snapshot for the whole search: segments are merged meanwhile.</summary>
        public List<T> Find<T>(SearchQuery query, int limit, Func<CallRows, Place, T?> read, CancellationToken cancellationToken)
        {
            _begin.Execute();
            try
            {
                return FindInSnapshot(query, limit, read, cancellationToken);
            }
            finally
            {
                _end.Execute();
            }
        }

        public void ReadRollups(Action<IRollups> read)
        {
            _begin.Execute();
            try
            {
                read(this);
            }
            finally
            {
                _end.Execute();
            }
        }

        public void AddFigures(RollupKind kind, long from, long to, FiguresTarget targetOf) => _rollups.AddFigures(kind, from, to, targetOf);

        public void ReadNumbers(long from, long to, Action<NumberCount, int, int> visit) => _rollups.ReadNumbers(from, to, visit);

        public IReadOnlyList<FoundCall> FindCalls(SearchQuery query, int limit, CancellationToken cancellationToken) =>
            FindInSnapshot(query, limit, ReadCall, cancellationToken);

        private List<T> FindInSnapshot<T>(SearchQuery query, int limit, Func<CallRows, Place, T?> read, CancellationToken cancellationToken)
        {
            var found = new List<T>();
            foreach (var place in query.Run(_rows, _rows.ReadSegments(), cancellationToken).Take(limit))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (read(_calls, place) is { } item)
                {
                    found.Add(item);
                }
            }

            return found;
        }

        public void Dispose()
        {
            _statements.Dispose();
            _connection.Dispose();
        }
    }
}
