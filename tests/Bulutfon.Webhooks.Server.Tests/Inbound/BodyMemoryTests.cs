using System.Net;
using Bulutfon.Webhooks.Server.Inbound;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

[Trait("Store", "Any")]
public sealed class BodyMemoryTests
{
    private const int Large = 200_000;

    [Fact]
    public async Task Large_body_without_memory_for_it_is_a_503_and_small_ones_are_stored()
    {
        await using var server = RunningServer.Start(services: services => services.AddSingleton(new BodyMemory(Large - 1)));
        using var hook = server.HookClient();

        using var refused = await hook.PostBodyAsync(Body("large", Large), HttpExtensions.Json);
        var small = await hook.PostEventAsync(Body("small", 0));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(1, small);
    }

    [Fact]
    public async Task Memory_of_a_large_body_is_given_back_after_the_answer()
    {
        await using var server = RunningServer.Start(services: services => services.AddSingleton(new BodyMemory(Large * 3 / 2)));
        using var hook = server.HookClient();

        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal(i, await hook.PostEventAsync(Body($"large-{i}", Large)));
        }
    }

    private static string Body(string uuid, int filling) =>
        $$"""{"event_type":"call_init","uuid":"{{uuid}}","timestamp":1435762851086820,"additional_data":"{{new string('x', filling)}}"}""";
}
