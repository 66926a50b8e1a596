using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Tests.Credentials;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;
using Xunit.Abstractions;

namespace Bulutfon.Webhooks.Server.Tests.Hostile;

/// <summary>The real hook posts while strangers do their worst; bounded in number, on loopback alone.</summary>
public sealed class UnderAttackTests(ITestOutputHelper output)
{
    private const int Posts = 200;

    [Fact]
    public async Task Guessing_from_the_hooks_own_address_neither_locks_it_out_nor_burns_the_processor()
    {
        const int Guesses = 3_000;
        var hasher = new CountingPasswordHasher();
        await using var server = RunningServer.Start(
            services: services => services.AddSingleton<IPasswordHasher<CredentialOptions>>(hasher),
            settings: [("Inbound:Hooks:0:Password", ""), ("Inbound:Hooks:0:PasswordHash", CheapHash.Of(RunningServer.HookPassword))]);
        await PostAsync(server); // the first pay for what the compiler does
        var calm = await PostAsync(server);

        var attack = Task.WhenAll(Enumerable.Range(0, 16).Select(part => GuessAsync(server, part, Guesses / 16)));
        var attacked = await PostAsync(server);
        var answers = (await attack).SelectMany(part => part).CountBy(status => status).ToDictionary();

        Print("guessing", calm, attacked);
        output.WriteLine(string.Join(", ", answers.Select(answer => $"{(int)answer.Key}: {answer.Value}")));
        Assert.All(calm.Concat(attacked), post => Assert.Equal(HttpStatusCode.OK, post.Status));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], answers.Keys.Order());
        Assert.InRange(answers[HttpStatusCode.Unauthorized], 10, 20); // a second window can begin meanwhile
        Assert.Equal(answers[HttpStatusCode.Unauthorized] + 1, hasher.Verifications); // and the hook's own, once
        Assert.InRange(server.Log.WithId(LogEvents.SignInsLimited).Count, 1, 2);
        AssertCalmLog(server);
    }

    [Fact]
    public async Task Idle_connections_do_not_keep_the_hook_out()
    {
        const int Connections = 500;
        await using var server = RunningServer.Start();
        await PostAsync(server); // the first pay for what the compiler does
        var calm = await PostAsync(server);
        var idle = new List<Socket>();
        try
        {
            for (var number = 0; number < Connections; number++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                idle.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
            }

            var attacked = await PostAsync(server);

            Print("idle connections", calm, attacked);
            Assert.All(attacked, post => Assert.Equal(HttpStatusCode.OK, post.Status));
            AssertCalmLog(server);
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task<List<(HttpStatusCode Status, TimeSpan Took)>> PostAsync(RunningServer server)
    {
        using var hook = server.HookClient();
        var posts = new List<(HttpStatusCode, TimeSpan)>();
        for (var number = 0; number < Posts; number++)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await hook.PostBodyAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"event_type":"call_init","uuid":"attack-{{number}}"}"""), HttpExtensions.Json);
            posts.Add((answer.StatusCode, Stopwatch.GetElapsedTime(started)));
        }

        return posts;
    }

    private static async Task<List<HttpStatusCode>> GuessAsync(RunningServer server, int part, int guesses)
    {
        var answers = new List<HttpStatusCode>();
        for (var number = 0; number < guesses; number++)
        {
            using var stranger = server.HookClient(password: string.Create(CultureInfo.InvariantCulture, $"guess {part} {number}"));
            using var answer = await stranger.PostBodyAsync("{}", HttpExtensions.Json);
            answers.Add(answer.StatusCode);
        }

        return answers;
    }

    private static void AssertCalmLog(RunningServer server) =>
        Assert.DoesNotContain(server.Log.Events, logged => logged.Level >= LogEventLevel.Error);

    private void Print(string attack, List<(HttpStatusCode Status, TimeSpan Took)> calm, List<(HttpStatusCode Status, TimeSpan Took)> attacked) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{attack}: p99 {P99(calm):F1} ms calm, {P99(attacked):F1} ms under attack; {attacked.Count(post => post.Status == HttpStatusCode.OK)} of {attacked.Count} accepted; {Environment.WorkingSet / 1_048_576} MiB resident"));

    private static double P99(List<(HttpStatusCode Status, TimeSpan Took)> posts) =>
        posts.Select(post => post.Took.TotalMilliseconds).Order().ElementAt(posts.Count * 99 / 100);
}
