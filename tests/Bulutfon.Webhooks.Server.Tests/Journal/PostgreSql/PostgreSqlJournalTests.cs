namespace Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;

public sealed class PostgreSqlJournalTests : JournalContractTests
{
    private protected override IOpenJournal OpenNew(int queueCapacity = 10_000, int maxRejections = 100) =>
        new OpenPostgreSqlJournal(queueCapacity: queueCapacity, maxRejections: maxRejections);
}
