using System.Reflection;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Cadenza.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cadenza.LocalHost.Queues;

/// <summary>Started by a message.</summary>
/// <param name="queue">The queue's name.</param>
/// <param name="connection">The setting that names its storage.</param>
internal sealed class QueueFunctionTrigger(string queue, string connection) : Trigger
{
    public override string Type => "queueTrigger";

    public string Queue => queue;

    public string Connection => connection;

    public override ParameterBinder BindTrigger(ParameterInfo parameter, FunctionFaults faults)
    {
        var type = parameter.ParameterType;
        if (type == typeof(QueueMessage)) return invocation => new(Received(invocation).Decoded());
        if (type == typeof(BinaryData)) return invocation => new(Received(invocation).Body());
        if (type == typeof(string)) return invocation => new(Received(invocation).Body().ToString());
        return invocation => new(Parse(invocation, type, parameter.Name!));
    }

    public override ParameterBinder? BindOther(ParameterInfo parameter, FunctionFaults faults) => MessageMetadata.Binder(parameter, faults);

    private static QueueDelivery Received(Invocation invocation) => (QueueDelivery)invocation.TriggerValue!;

    private static object? Parse(Invocation invocation, Type type, string name)
    {
        var options = invocation.InstanceServices.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
        try
        {
            return JsonSerializer.Deserialize(Received(invocation).Body(), type, options);
        }
        catch (JsonException fault)
        {
            throw new FunctionInputConverterException($"The message cannot be read as '{name}' ({type.Name}): {fault.Message}", fault);
        }
    }
}
