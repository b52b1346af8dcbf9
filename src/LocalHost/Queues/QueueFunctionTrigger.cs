using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Worker;

namespace Cadenza.LocalHost.Queues;

/// <summary>Started by a message.</summary>
/// <param name="Parameter">The parameter that gets the message.</param>
/// <param name="Queue">The queue's name.</param>
/// <param name="Connection">The setting that names its storage.</param>
/// <param name="WantsModel">Whether the parameter is the message itself, not its text.</param>
internal sealed record QueueFunctionTrigger(string Parameter, string Queue, string Connection, bool WantsModel) : FunctionTrigger(Parameter)
{
    /// <summary>Reads the binding; null, with a fault, when it cannot be served.</summary>
    public static QueueFunctionTrigger? Read(BindingJson binding, SettingNames names, StorageSettings storage, Action<string> fault)
    {
        if (!names.TryResolve(binding.Text("queueName") ?? "", out var queue, out var missing))
        {
            fault($"its queue '{binding.Text("queueName")}' needs the setting '{missing}'.");
            return null;
        }

        var connection = binding.Text("connection") ?? StorageSettings.Default;
        if ((QueueName.Fault(queue) ?? storage.Fault(connection)) is { } wrong)
        {
            fault(wrong);
            return null;
        }

        return new QueueFunctionTrigger(binding.Name, queue, connection, binding.WantsModel);
    }
}
