using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;

/// <summary>Old rejections are trimmed by every replica, while others delete the same ones.</summary>
public sealed class TrimmingTests : IDisposable
{
    private readonly OpenPostgreSqlJournal _journal = new(maxRejections: 1);

    public void Dispose() => _journal.Dispose();

    [SkippableFact]
    public async Task What_another_transaction_holds_is_left_to_it_and_trimmed_by_the_next()
    {
        await _journal.Journal.RejectAsync(TestEvents.Rejection());
        await using (var connection = await HoldFirstAsync())
        {
            // A commit that waited for it would be given up after some seconds.
            Assert.Equal(2, (await _journal.Journal.RejectAsync(TestEvents.Rejection())).Id);
            Assert.Equal(2, _journal.Database.Scalar<long>("SELECT count(*) FROM rejections"));
        }

        Assert.Equal(3, (await _journal.Journal.RejectAsync(TestEvents.Rejection())).Id);
        Assert.Equal(3, _journal.Database.Scalar<long>("SELECT sum(id)::bigint FROM rejections"));
    }

    private async Task<NpgsqlConnection> HoldFirstAsync()
    {
        var connection = _journal.Connections.OpenWriter();
        await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("SELECT id FROM rejections WHERE id = 1 FOR UPDATE", connection);
        Assert.Equal(1L, await hold.ExecuteScalarAsync());
        return connection;
    }
}
