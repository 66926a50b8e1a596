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
        Use(reader => reader.Find(query, limit, static (calls, place) => calls.Read(place.Id) is { } state ? new FoundCall(place, state) : null, cancellationToken));

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

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteStatements _statements;
        private readonly SqliteStatement _begin;
        private readonly SqliteStatement _end;
        private readonly PostingRows _rows;
        private readonly CallRows _calls;

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
            finally
            {
                _end.Execute();
            }
        }

        public void Dispose()
        {
            _statements.Dispose();
            _connection.Dispose();
        }
    }
}
