using System.Reflection;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

[Trait("Store", "Any")]
public class LogEventsTests
{
    [Fact]
    public void Every_id_is_declared_once()
    {
        var ids = typeof(LogEvents).GetFields().Select(field => (int)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Every_message_has_an_id_of_its_own()
    {
        var messages = typeof(LogEvents).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(message => message.EventId)
            .ToList();

        Assert.NotEmpty(messages);
        Assert.Equal(messages.Distinct(), messages);
        Assert.Subset(typeof(LogEvents).GetFields().Select(field => (int)field.GetRawConstantValue()!).ToHashSet(), messages.ToHashSet());
    }
}
