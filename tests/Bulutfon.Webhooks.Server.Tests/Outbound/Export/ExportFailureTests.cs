using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Bulutfon.Webhooks.Server.Outbound.Export;
using Bulutfon.Webhooks.Server.Tests.Credentials;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Bulutfon.Webhooks.Server.Tests.Telemetry;
using Microsoft.AspNetCore.Builder;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Export;

public sealed class ExportFailureTests
{
    private static readonly IExportFormat[] Formats = [new CsvFormat(',', ".", TimeZoneInfo.Utc), new XlsxFormat(TimeZoneInfo.Utc), new NdjsonFormat()];

    [Theory]
    [InlineData("csv", true)]
    [InlineData("ndjson", true)]
    [InlineData("xlsx", false)]
    public async Task A_file_that_fails_half_way_never_looks_whole(string format, bool hasBegun)
    {
        var failure = new TaskCompletionSource();
        await using var server = await ServeAsync(format, FailAsync(failure.Task));
        if (!hasBegun)
        {
            failure.SetResult();
        }

        using var answer = await server.Client.GetAsync("/export", HttpCompletionOption.ResponseHeadersRead);

        if (hasBegun)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            failure.SetResult();
            await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync());
        }
        else
        {
            await answer.ReadProblemAsync(HttpStatusCode.InternalServerError);
        }
    }

    [Fact]
    public async Task Rows_are_read_while_the_file_is_written_and_not_before()
    {
        foreach (var format in (string[])["csv", "ndjson"])
        {
            var pages = new CountedPages();
            await using var server = await ServeAsync(format, pages.ReadAsync());

            using var answer = await server.Client.GetAsync("/export", HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1]);

            // There is no end: only a writer that keeps nothing gets this far, and it waits for the client.
            Assert.False(pages.HasEnded);
        }
    }

    [Fact]
    public async Task More_rows_than_a_sheet_holds_are_refused_before_the_file_begins()
    {
        await using var server = await ServeAsync("xlsx", new CountedPages { Pages = 1_049 }.ReadAsync());

        using var answer = await server.Client.GetAsync("/export");

        var problem = await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("too_many_rows", problem.Code());
        Assert.Contains("1048575", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_may_export_and_viewers_may_not()
    {
        await using var server = RunningServer.Start(settings:
        [
            ("Operators:1:UserName", "viewer"), ("Operators:1:PasswordHash", CheapHash.Of("v")), ("Operators:1:Role", "viewer"),
            ("Operators:2:UserName", "agent"), ("Operators:2:PasswordHash", CheapHash.Of("a")), ("Operators:2:Role", "operator"),
        ]);

        Assert.Equal(401, await StatusAsync(server.AnonymousClient()));
        Assert.Equal(401, await StatusAsync(server.HookClient()));
        Assert.Equal(403, await StatusAsync(server.OperatorClient("viewer", "v")));
        Assert.Equal(200, await StatusAsync(server.OperatorClient("agent", "a")));

        static async Task<int> StatusAsync(HttpClient client)
        {
            using var owned = client;
            using var answer = await client.GetAsync("/api/events/export");
            return (int)answer.StatusCode;
        }
    }

    private static Task<LoopbackServer> ServeAsync(string format, IAsyncEnumerable<IReadOnlyList<string>> pages) => LoopbackServer.StartAsync(app =>
    {
        var table = new ExportTable<string>("texts", [new("text", 10, text => text)], (JsonTypeInfo<string>)System.Text.Json.JsonSerializerOptions.Web.GetTypeInfo(typeof(string)), pages);
        app.MapGet("/export", () => new ExportResult<string>(table, Formats.Single(each => each.Suffix == format), "texts"));
    });

    private static async IAsyncEnumerable<IReadOnlyList<string>> FailAsync(Task when)
    {
        // More than the writers keep, so that a part is on its way.
        yield return [.. Enumerable.Repeat("a row", 20_000)];
        await when;
        throw new InvalidDataException("The page cannot be read.");
    }

    private sealed class CountedPages
    {
        private static readonly string[] Page = [.. Enumerable.Repeat("a row", 1_000)];

        public int Pages { get; init; } = int.MaxValue;

        public bool HasEnded { get; private set; }

        public async IAsyncEnumerable<IReadOnlyList<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (var page = 0; page < Pages && !cancellationToken.IsCancellationRequested; page++)
            {
                await Task.Yield();
                yield return Page;
            }

            HasEnded = true;
        }
    }
}
