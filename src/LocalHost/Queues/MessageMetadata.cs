using System.Reflection;
using Azure.Storage.Queues.Models;
using Cadenza.LocalHost.Functions;

namespace Cadenza.LocalHost.Queues;

/// <summary>What is known of a message beside its body, by the official names.</summary>
internal static class MessageMetadata
{
    private static readonly Dictionary<string, (Type Type, Func<QueueMessage, object?> Value)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["id"] = (typeof(string), message => message.MessageId),
        ["popReceipt"] = (typeof(string), message => message.PopReceipt),
        ["queueTrigger"] = (typeof(string), message => message.MessageText),
        ["dequeueCount"] = (typeof(long), message => message.DequeueCount),
        ["insertionTime"] = (typeof(DateTimeOffset), message => message.InsertedOn),
        ["expirationTime"] = (typeof(DateTimeOffset), message => message.ExpiresOn),
        ["nextVisibleTime"] = (typeof(DateTimeOffset), message => message.NextVisibleOn),
    };

    public static IReadOnlyDictionary<string, object?> Of(QueueMessage message) =>
        Known.ToDictionary(known => known.Key, known => known.Value.Value(message), StringComparer.OrdinalIgnoreCase);

    public static ParameterBinder? Binder(ParameterInfo parameter, FunctionFaults faults)
    {
        if (!Known.TryGetValue(parameter.Name!, out var known))
        {
            faults.Add(parameter, $"{parameter.ParameterType.Name} cannot be bound: it is neither FunctionContext, CancellationToken, [DurableClient] DurableTaskClient nor one of the message's {string.Join(", ", Known.Keys)}. Services come by the constructor.");
            return null;
        }

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == known.Type) return invocation => new(known.Value(((QueueDelivery)invocation.TriggerValue!).Decoded()));
        if (type == typeof(int) && known.Type == typeof(long)) return invocation => new((int)((QueueDelivery)invocation.TriggerValue!).Message.DequeueCount);
        faults.Add(parameter, $"a message's {parameter.Name} is {known.Type.Name}, not {type.Name}.");
        return null;
    }
}
