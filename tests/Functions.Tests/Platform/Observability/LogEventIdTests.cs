using System.Reflection;
using Cadenza.Functions.App;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Tests.Platform.Observability;

public sealed class LogEventIdTests
{
    /// <summary>Whoever sets an alarm on a number means one line.</summary>
    [Fact]
    public void EveryLogMessage_HasANumberOfItsOwn()
    {
        const BindingFlags Every = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var messages = typeof(CadenzaApplication).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Every))
            .Select(method => (Name: $"{method.DeclaringType!.Name}.{method.Name}", Id: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(message => message.Id is not null)
            .ToList();
        Assert.True(messages.Count > 20);
        Assert.All(messages.GroupBy(message => message.Id), same => Assert.True(same.Count() == 1, $"{same.Key}: {string.Join(", ", same.Select(message => message.Name))}"));
    }
}
