namespace Cadenza.LocalHost.Worker;

/// <summary>A function of the app, as the host runs it.</summary>
/// <param name="Id">The worker's id of it.</param>
/// <param name="Name">Unique in the app, in any case.</param>
/// <param name="Trigger">What starts it.</param>
/// <param name="Clients">Its parameters that get a durable client.</param>
internal sealed record HostedFunction(string Id, string Name, FunctionTrigger Trigger, IReadOnlyList<DurableClientBinding> Clients)
{
    /// <summary>Whether a setting switches it off.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whether it needs the durable engine.</summary>
    public bool IsDurable => !IsDisabled && (Clients.Count > 0 || Trigger is OrchestrationTrigger or ActivityTrigger);
}

/// <summary>What starts a function.</summary>
/// <param name="Parameter">The parameter that gets it.</param>
internal abstract record FunctionTrigger(string Parameter);

/// <summary>Started, and at every wake taken up again, by the durable engine.</summary>
/// <param name="Parameter">The parameter that gets the turn.</param>
/// <param name="Name">The orchestration's name.</param>
internal sealed record OrchestrationTrigger(string Parameter, string Name) : FunctionTrigger(Parameter);

/// <summary>Started by an orchestration.</summary>
/// <param name="Parameter">The parameter that gets the input.</param>
/// <param name="Name">The activity's name.</param>
internal sealed record ActivityTrigger(string Parameter, string Name) : FunctionTrigger(Parameter);

/// <summary>A parameter that gets a client of the durable engine.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Hub">The task hub it names, or null for the app's.</param>
/// <param name="Connection">The connection it names, or null for the app's.</param>
internal sealed record DurableClientBinding(string Parameter, string? Hub, string? Connection);
