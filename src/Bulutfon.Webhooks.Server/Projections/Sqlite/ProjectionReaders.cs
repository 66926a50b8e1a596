using System.Collections.Concurrent;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>Connections that search, with their statements prepared; as many as search at one time.</summary>
internal sealed class ProjectionReaders(string connectionString) : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _isDisposed;

    public IReadOnlyList<Place> Find(SearchQuery query, int limit, CancellationToken cancellationToken)
    {
        // One that fails is not used again: its file may be gone.
        var reader = _idle.TryTake(out var idle) ? idle : new Reader(connectionString);
        var isGood = false;
        try
        {
            var places = reader.Find(query, limit, cancellationToken);
            isGood = true;
            return places;
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
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        /// <summary>One snapshot for the whole search: segments are merged meanwhile.</summary>
        public List<Place> Find(SearchQuery query, int limit, CancellationToken cancellationToken)
        {
            _begin.Execute();
            try
            {
                var places = new List<Place>();
                foreach (var place in query.Run(_rows, _rows.ReadSegments(), cancellationToken).Take(limit))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    places.Add(place);
                }

                return places;
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
