using System.Globalization;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Copying;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Bulutfon.Webhooks.Server.Tests.PostgreSql;
using Bulutfon.Webhooks.Server.Verbs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.Verbs;

public sealed class CopyJournalTests : IDisposable
{
    private const long Time = 1_435_762_851_086_820;
    private const string Odd = """{"event_type":"call_init","uuid":"a\u0000b","timestamp":1435762851086820}""";
    private const string Form = "event_type=call_init&uuid=form&timestamp=1763900000&caller=905321112233";

    private readonly TemporaryFolder _folder = new();
    private readonly PostgreSqlDatabase _database = PostgreSqlCluster.NewDatabase();

    private string Source => _folder.File("source.db");

    private string Returned => _folder.File("returned.db");

    private (string Key, string Value)[] OnDatabase => [("Journal:Provider", JournalOptions.PostgreSql), ("ConnectionStrings:Journal", _database.ConnectionString)];

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task A_journal_that_went_there_and_back_is_the_same_row_by_row_and_servers_go_on_with_it()
    {
        await FillAsync();

        var there = await RunAsync(CopyJournal.From, Source);
        var back = await RunAsync(CopyJournal.To, Returned);

        Assert.Equal((0, "", 0, ""), (there.ExitCode, there.Error, back.ExitCode, back.Error));
        Assert.Contains("journal: 6 rows, checksum ", there.Output, StringComparison.Ordinal);
        Assert.Equal([Returned, Returned + ".lock"], Directory.GetFiles(_folder.FullPath, "returned*").Order(StringComparer.Ordinal));
        var (before, after) = (Rows(Source), Rows(Returned));
        Assert.Equal(before, after);
        Assert.All(CopiedTable.All, table => Assert.Contains(before, row => row.StartsWith(table.Name, StringComparison.Ordinal)));
        Assert.Equal(1, _database.Scalar<long>("SELECT count(*) FROM journal_2015_07 WHERE uuid LIKE 'a%'"));
        Assert.Equal(1, _database.Scalar<long>("SELECT count(*) FROM journal_default"));

        var (events, calls) = await ReadAndGoOnAsync(OnFile(Source));
        Assert.Equal((events, calls), await ReadAndGoOnAsync(OnDatabase));
        Assert.Equal((events, calls), await ReadAndGoOnAsync(OnFile(Returned)));
    }

    [SkippableFact]
    public async Task Killed_in_the_middle_it_goes_on_where_it_was_and_no_server_starts_before_that()
    {
        const int Events = (2 * RowBatch.MostRows) + 5_000;
        FillFast(Events);
        new OpenPostgreSqlJournal(_database).Dispose();

        // The second part waits for this, so that the verb is killed within it.
        await using var gate = _database.Open();
        Execute(gate, "SELECT pg_advisory_lock(99); LISTEN copied");
        _database.Execute($"""
            CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF (SELECT count(*) FROM journal) > {RowBatch.MostRows} THEN PERFORM pg_advisory_xact_lock_shared(99); END IF;
                PERFORM pg_notify('copied', '');
                RETURN NULL;
            END $$;
            CREATE TRIGGER tell AFTER INSERT ON journal FOR EACH STATEMENT EXECUTE FUNCTION tell()
            """);
        using var verb = ServerProcess.Start([], Arguments(CopyJournal.From, Source), []);
        await gate.WaitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        verb.Kill();
        await verb.WaitForExitAsync();
        Execute(gate, "SELECT pg_advisory_unlock(99)");
        Assert.Equal(RowBatch.MostRows, _database.Scalar<long>("SELECT count(*) FROM journal"));
        var half = await ServerProcess.RunAsync([.. OnDatabase.Select(setting => $"--{setting.Key}={setting.Value}"), .. Accounts]);
        var first = _database.Scalar<string>("SELECT min(xmin::text) FROM journal");

        var (exitCode, _, error) = await RunAsync(CopyJournal.From, Source);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(StartupCheck.CannotOpenJournal, half.ExitCode);
        Assert.Contains("copy-journal", half.Error, StringComparison.Ordinal);
        Assert.Equal(RowBatch.MostRows, _database.Scalar<long>($"SELECT count(*) FROM journal WHERE xmin::text = '{first}'"));
        Assert.Equal(Events, _database.Scalar<long>("SELECT count(*) FROM journal"));
        Assert.Equal(Events, _database.Scalar<long>("SELECT last_value FROM journal_id"));
    }

    [SkippableFact]
    public async Task Cut_off_on_the_way_back_it_goes_on_where_it_was()
    {
        FillFast(25);
        Assert.Equal(0, (await RunAsync(CopyJournal.From, Source)).ExitCode);
        await CutOffAsync(20);
        Assert.False(File.Exists(Returned));

        var (exitCode, _, error) = await RunAsync(CopyJournal.To, Returned);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(Rows(Source), Rows(Returned));
    }

    [SkippableFact]
    public async Task What_differs_in_the_end_is_told_and_is_no_journal()
    {
        FillFast(25);
        Assert.Equal(0, (await RunAsync(CopyJournal.From, Source)).ExitCode);
        await CutOffAsync(20);
        _database.Execute("UPDATE journal SET delivery_count = 7 WHERE id = 3");

        var (exitCode, _, error) = await RunAsync(CopyJournal.To, Returned);

        Assert.Equal(Verb.Failed, exitCode);
        Assert.Contains("journal: 25 rows, checksum", error, StringComparison.Ordinal);
        Assert.DoesNotContain("rejections", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Returned));
    }

    [SkippableFact]
    public async Task Nothing_is_overwritten()
    {
        FillFast(1);
        await File.WriteAllTextAsync(Returned, "precious");
        Assert.Equal(0, (await RunAsync(CopyJournal.From, Source)).ExitCode);

        var intoDatabase = await RunAsync(CopyJournal.From, Source);
        var intoFile = await RunAsync(CopyJournal.To, Returned);

        Assert.Equal((StartupCheck.CannotOpenJournal, StartupCheck.CannotOpenJournal), (intoDatabase.ExitCode, intoFile.ExitCode));
        Assert.Contains("not empty", intoDatabase.Error, StringComparison.Ordinal);
        Assert.Contains("is there already", intoFile.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(Returned));
    }

    [SkippableFact]
    public async Task The_beginning_of_another_copy_is_not_gone_on_with()
    {
        FillFast(1);
        new OpenPostgreSqlJournal(_database).Dispose();
        _database.Execute("INSERT INTO journal_state (name, value) VALUES ('copy', 'another')");

        var (exitCode, _, error) = await RunAsync(CopyJournal.From, Source);

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.Contains("another journal", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_running_server_on_either_side_is_told_of()
    {
        FillFast(1);
        (int ExitCode, string Output, string Error) file, database, back;
        await using (RunningServer.Start(_folder, settings: OnFile(Source)))
        {
            file = await RunAsync(CopyJournal.From, Source);
        }

        await using (RunningServer.Start(_folder, settings: OnDatabase))
        {
            database = await RunAsync(CopyJournal.From, Source);
            back = await RunAsync(CopyJournal.To, Returned);
        }

        Assert.All([file, database, back], refused => Assert.Equal(StartupCheck.CannotOpenJournal, refused.ExitCode));
        Assert.Contains("Another server", file.Error, StringComparison.Ordinal);
        Assert.All([database, back], refused => Assert.Contains("in use by servers", refused.Error, StringComparison.Ordinal));
        Assert.Equal(0, _database.Scalar<long>("SELECT count(*) FROM journal"));
    }

    [SkippableFact]
    public async Task No_server_starts_while_its_database_is_copied_from()
    {
        FillFast(1);
        Assert.Equal(0, (await RunAsync(CopyJournal.From, Source)).ExitCode);
        using var connections = new PostgreSqlConnections(_database.ConnectionString);
        await using var copied = await PostgreSqlJournalEnd.OpenAsync(connections, isTarget: false, TimeProvider.System);

        var refused = Assert.Throws<JournalCopiedException>(() => new OpenPostgreSqlJournal(_database).Dispose());

        Assert.Contains("is being copied", refused.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("29990101000000_Later", "newer version")]
    [InlineData("20000101000000_Earlier", "older version")]
    public async Task A_journal_of_another_version_is_refused_and_named(string schema, string version)
    {
        FillFast(1);
        Assert.Equal(0, (await RunAsync(CopyJournal.From, Source)).ExitCode);
        ExecuteInFile($"UPDATE __EFMigrationsHistory SET MigrationId = '{schema}' WHERE MigrationId = '{SqliteMigrator.Newest}'; DELETE FROM __EFMigrationsHistory WHERE MigrationId <> '{schema}'");
        _database.Execute($"""DELETE FROM "__EFMigrationsHistory"; INSERT INTO "__EFMigrationsHistory" VALUES ('{schema}', '10')""");
        using var empty = PostgreSqlCluster.NewDatabase();

        var file = await ServerProcess.RunAsync([CopyJournal.Name, CopyJournal.From, Source, "--Journal:Provider=PostgreSql", $"--ConnectionStrings:Journal={empty.ConnectionString}"]);
        var database = await RunAsync(CopyJournal.To, Returned);

        Assert.Equal((StartupCheck.CannotOpenJournal, StartupCheck.CannotOpenJournal), (file.ExitCode, database.ExitCode));
        Assert.All([file, database], refused => Assert.Contains(version, refused.Error, StringComparison.Ordinal));
        Assert.All([file, database], refused => Assert.Contains(schema, refused.Error, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Without_a_journal_it_says_so()
    {
        var file = await RunAsync(CopyJournal.From, Source);
        var database = await RunAsync(CopyJournal.To, Returned);

        Assert.Equal((StartupCheck.CannotOpenJournal, StartupCheck.CannotOpenJournal), (file.ExitCode, database.ExitCode));
        Assert.Contains(Source, file.Error, StringComparison.Ordinal);
        Assert.Contains("holds no journal", database.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Settings_that_name_no_database_are_an_error()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync([CopyJournal.Name, CopyJournal.From, Source, "--ConnectionStrings:Journal=Data Source=x.db"]);

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("Journal:Provider", error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData]
    [InlineData("journal.db")]
    [InlineData(CopyJournal.From)]
    [InlineData(CopyJournal.To, "--Journal:Provider=PostgreSql")]
    public async Task It_says_how_it_is_written(params string[] rest)
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync([CopyJournal.Name, .. rest]);

        Assert.Equal(Verb.UsageError, exitCode);
        Assert.Contains("copy-journal --from FILE", error, StringComparison.Ordinal);
    }

    private static string[] Accounts =>
        ["--Inbound:Hooks:0:UserName=hook", "--Inbound:Hooks:0:Password=hook-password", "--Operators:0:UserName=operator", "--Operators:0:Password=operator-password"];

    private static (string Key, string Value)[] OnFile(string file) => [("Journal:Provider", JournalOptions.Sqlite), ("ConnectionStrings:Journal", $"Data Source={file}")];

    private string[] Arguments(string direction, string file) =>
        [CopyJournal.Name, direction, file, .. OnDatabase.Select(setting => $"--{setting.Key}={setting.Value}")];

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string direction, string file) => ServerProcess.RunAsync(Arguments(direction, file));

    /// <summary>Something of everything that a journal can hold: the last event and the last rejection are erased.</summary>
    private async Task FillAsync()
    {
        await using var server = RunningServer.Start(_folder, settings: OnFile(Source));
        using var hook = server.HookClient();
        using var admin = server.OperatorClient();
        await hook.PostEventAsync(Odd);
        await hook.PostEventAsync(Odd);
        await hook.PostEventAsync(Form, HttpExtensions.Form);
        await hook.PostEventAsync("""{"event_type":"call_init","uuid":"without","caller":"anonymous"}""");
        await hook.PostEventAsync("""{"event_type":"of_2030","uuid":"absurd","timestamp":9000000000000000,"new":{"ü":"ş"}}""");
        await hook.PostEventAsync(EventsClient.Event("call", Time + 1, "\"caller\":905321112233,\"callee\":902120000000"));
        await hook.PostEventAsync("""{"event_type":"call_init_extension","uuid":"call","timestamp":1435762851086825,"destination":"100"}""");
        await hook.PostEventAsync(EventsClient.Event("erased", Time, "\"caller\":905320000000"));
        foreach (var body in new[] { "{", "", "[1]", "{\"caller\": 905320000000" })
        {
            using var rejected = await hook.PostBodyAsync(body, HttpExtensions.Json);
            Assert.False(rejected.IsSuccessStatusCode);
        }

        await server.Journal.MarkCallbackAsync(
            new CallbackMarkRow { Number = "905321112233", State = "taken", Note = "ara", MarkedBy = "operator", MarkedAt = Time, LastCallAt = Time }, forgetBefore: 0);
        using var asked = await admin.PostAsync("/api/erasures", new StringContent("{\"number\":\"05320000000\"}", System.Text.Encoding.UTF8, HttpExtensions.Json));
        var erasure = await asked.Content.ReadAsStringAsync();
        Assert.True(asked.IsSuccessStatusCode, erasure);
        var address = asked.Headers.Location!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while ((await admin.ReadAsync(address.ToString())).GetProperty("state").GetString() != ErasureRow.Done)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    /// <summary>Many events, without a server.</summary>
    private void FillFast(int events)
    {
        var files = new SqliteJournalFiles(Source);
        files.Make();
        SqliteMigrator.Migrate(files);
        ExecuteInFile(string.Create(CultureInfo.InvariantCulture, $$"""
            WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {{events}})
            INSERT INTO journal SELECT id, {{Time}} + id * 60000000, 'u-' || id, 'call_init', '', id, 'default', {{Time}} + id, 1, 'application/json',
                CAST('{"event_type":"call_init","uuid":"u-' || id || '","timestamp":' || ({{Time}} + id * 60000000) || '}' AS BLOB) FROM n
            """));
    }

    private void ExecuteInFile(string sql)
    {
        using var connection = JournalCopy.Open(Source, SqliteOpenMode.ReadWrite);
        SqlitePragmas.Execute(connection, sql);
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Copies the database into the file, as far as some rows.</summary>
    private async Task CutOffAsync(long rows)
    {
        using var connections = new PostgreSqlConnections(_database.ConnectionString);
        await using var from = await PostgreSqlJournalEnd.OpenAsync(connections, isTarget: false, TimeProvider.System);
        await using var to = SqliteJournalEnd.OpenTarget(new SqliteJournalFiles(Returned));
        await Assert.ThrowsAsync<OperationCanceledException>(() => new JournalTransfer(from, to, mostRows: 10).CopyAsync(
            (done, _) => (done == rows ? new CancellationToken(canceled: true) : default).ThrowIfCancellationRequested()));
    }

    /// <summary>What a server gives out, once it has made its projections; then it takes a known event and new ones as it should.</summary>
    private async Task<(string Events, string Calls)> ReadAndGoOnAsync((string Key, string Value)[] settings)
    {
        await using var server = RunningServer.Start(_folder, settings: settings);
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        var last = server.Journal.LastSequence;
        await server.Services.GetRequiredService<ProjectionFollower>().WaitForAsync(last, TimeSpan.FromMinutes(1), default);
        var events = await reader.GetStringAsync("/api/events/export?format=ndjson");
        var calls = await reader.GetStringAsync("/api/calls?limit=100");

        Assert.Equal(7, last);
        Assert.Equal(1, await hook.PostEventAsync(Odd));
        Assert.Equal(2, await hook.PostEventAsync(Form, HttpExtensions.Form));
        Assert.Equal(8, await hook.PostEventAsync(EventsClient.Event("next", Time)));
        Assert.Equal(5, await hook.PostRejectedAsync(new StringContent("{", System.Text.Encoding.UTF8, HttpExtensions.Json), System.Net.HttpStatusCode.BadRequest));
        using var gone = await reader.GetAsync("/api/events/7");
        Assert.Equal(System.Net.HttpStatusCode.Gone, gone.StatusCode);
        return (events, calls);
    }

    /// <summary>All rows of all tables, but for what the schema keeps of itself.</summary>
    private static List<string> Rows(string file)
    {
        using var connection = JournalCopy.Open(file, SqliteOpenMode.ReadOnly);
        var rows = new List<string>();
        foreach (var table in Tables(connection))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add($"{table}: {string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "null" : Convert.ToHexString(reader.GetFieldValue<byte[]>(column))))}");
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
