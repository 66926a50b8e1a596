using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Callbacks;

public sealed class CallbackMarkTests
{
    [Fact]
    public async Task Another_operator_sees_who_took_a_number_when_and_why()
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60);

        await CallbackServer.MarkAsync(server.Ayse, "taken", "  öğleden sonra ", number: "0532 111 00 00");

        var mark = Assert.Single(await server.ListAsync()).GetProperty("mark");
        Assert.Equal("taken", mark.GetProperty("state").GetString());
        Assert.Equal("ayse", mark.GetProperty("by").GetString());
        Assert.Equal("öğleden sonra", mark.GetProperty("note").GetString());
        Assert.Equal(CallbackServer.Noon, mark.GetProperty("at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("+4512345678", "904512345678", "0451 234 56 78")]
    [InlineData("905321110000", "9005321110000", null)]
    public async Task A_mark_of_an_earlier_version_belongs_to_the_number_whose_call_it_is_about(string number, string oldKey, string? twin)
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60, caller: number);
        if (twin is not null)
        {
            await server.MissedAsync(-50, caller: twin);
        }

        await server.OldMarkAsync(oldKey, minute: -60);

        var marked = Assert.Single(await server.ListAsync(), waiting => waiting.GetProperty("mark").ValueKind == JsonValueKind.Object);
        Assert.Equal(number, marked.GetProperty("number").GetString());

        await CallbackServer.MarkAsync(server.Ayse, "taken", "again", number: number);
        using var deleted = await server.Ayse.DeleteAsync("/api/callbacks/" + Uri.EscapeDataString(number));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.DoesNotContain(await server.ListAsync(), waiting => waiting.GetProperty("mark").ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task The_lines_of_a_number_are_told_once_however_they_were_written()
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60, line: "908508850000");
        await server.MissedAsync(-50, line: "08508850000");
        await server.MissedAsync(-40, line: "8508850000");
        await server.MissedAsync(-30, line: "+90 (0850) 885 00 00");

        Assert.Single(Assert.Single(await server.ListAsync()).GetProperty("dids").EnumerateArray());
    }

    [Fact]
    public async Task A_number_that_is_done_comes_back_with_its_next_missed_call_alone()
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60);
        await server.MissedAsync(-50);
        await CallbackServer.MarkAsync(server.Ayse, "done");
        var done = await server.ListAsync();

        await server.MissedAsync(-10);

        Assert.Empty(done);
        var waiting = Assert.Single(await server.ListAsync());
        Assert.Equal(1, waiting.GetProperty("count").GetInt32());
        Assert.Equal(JsonValueKind.Null, waiting.GetProperty("mark").ValueKind);
        Assert.Equal(3, (await server.UnreturnedAsync()).Length);
    }

    [Fact]
    public async Task The_last_mark_counts_and_can_be_taken_back()
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60);
        await CallbackServer.MarkAsync(server.Ayse, "done");
        await CallbackServer.MarkAsync(server.Reader, "taken");
        var taken = Assert.Single(await server.ListAsync()).GetProperty("mark").GetProperty("by").GetString();

        using var deleted = await server.Ayse.DeleteAsync("/api/callbacks/05321110000");
        using var again = await server.Ayse.DeleteAsync("/api/callbacks/05321110000");

        Assert.Equal(RunningServer.OperatorUser, taken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("callback_mark_not_found", (await again.ReadProblemAsync(HttpStatusCode.NotFound)).Code());
        Assert.Equal(JsonValueKind.Null, Assert.Single(await server.ListAsync()).GetProperty("mark").ValueKind);
    }

    [Fact]
    public async Task A_taken_mark_ends_with_what_it_was_about()
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60);
        await CallbackServer.MarkAsync(server.Ayse, "taken");
        await server.AnsweredAsync(-50, "OUT");

        await server.MissedAsync(-10);

        Assert.Equal(JsonValueKind.Null, Assert.Single(await server.ListAsync()).GetProperty("mark").ValueKind);
    }

    [Fact]
    public async Task Marks_outlive_a_restart_and_the_loss_of_the_projections()
    {
        using var folder = new TemporaryFolder();
        await using (var server = CallbackServer.Start(folder))
        {
            await server.MissedAsync(-60);
            await server.MissedAsync(-50, "905550000001");
            await CallbackServer.MarkAsync(server.Ayse, "taken");
            await CallbackServer.MarkAsync(server.Ayse, "done", number: "905550000001");
        }

        File.Delete(folder.File("journal.db.read.db"));
        await using var again = CallbackServer.Start(folder);

        Assert.Equal("ayse", Assert.Single(await again.ListAsync()).GetProperty("mark").GetProperty("by").GetString());
    }

    [Theory]
    [InlineData("905321110000", """{"state":"later"}""", HttpStatusCode.BadRequest, "invalid_mark")]
    [InlineData("905321110000", """{"note":"x"}""", HttpStatusCode.BadRequest, "invalid_mark")]
    [InlineData("905321110000", """{"state":""", HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("905559999999", """{"state":"taken"}""", HttpStatusCode.NotFound, "callback_not_found")]
    [InlineData("anonymous", """{"state":"taken"}""", HttpStatusCode.NotFound, "callback_not_found")]
    public async Task A_mark_that_cannot_be_set_says_why(string number, string body, HttpStatusCode status, string code)
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60);

        using var answer = await server.Ayse.PutAsync($"/api/callbacks/{number}", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(code, (await answer.ReadProblemAsync(status)).Code());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task A_mark_without_a_body_is_told_so_in_words_for_its_sender(string body)
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60);

        using var answer = await server.Ayse.PutAsync($"/api/callbacks/{CallbackServer.Customer}", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.StartsWith("There is no body.", (await answer.ReadProblemAsync(HttpStatusCode.BadRequest)).Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_is_at_most_500_characters()
    {
        await using var server = CallbackServer.Start();
        await server.MissedAsync(-60);

        using var answer = await server.Ayse.PutAsJsonAsync($"/api/callbacks/{CallbackServer.Customer}", new { state = "taken", note = new string('x', 501) });

        Assert.Contains("500", (await answer.ReadProblemAsync(HttpStatusCode.BadRequest)).Detail(), StringComparison.Ordinal);
    }
}
