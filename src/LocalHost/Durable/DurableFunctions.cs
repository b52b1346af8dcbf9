using Microsoft.DurableTask;

namespace Cadenza.LocalHost.Durable;

/// <summary>Runs an orchestrator function against a context; the result is serialized by the engine.</summary>
/// <param name="context">The orchestration's own view of the world.</param>
internal delegate Task<object?> OrchestratorFunction(TaskOrchestrationContext context);

/// <summary>Runs an activity function once; the result is serialized by the engine.</summary>
/// <param name="instanceId">The orchestration that called it.</param>
/// <param name="input">Its input as JSON, or null.</param>
/// <param name="cancellation">Cancelled when the host gives up waiting for it to finish.</param>
internal delegate Task<object?> ActivityFunction(string instanceId, string? input, CancellationToken cancellation);

/// <summary>The orchestrators and activities the host found, by name (case-insensitive, as on Azure).</summary>
internal sealed class DurableFunctions
{
    /// <summary>By function name.</summary>
    public Dictionary<string, OrchestratorFunction> Orchestrators { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By function name.</summary>
    public Dictionary<string, ActivityFunction> Activities { get; } = new(StringComparer.OrdinalIgnoreCase);
}
