using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable;

/// <summary>Runs the app's orchestrator and activity functions; the task hub decides when, and stores what comes of it.</summary>
internal interface IDurableWorker
{
    /// <summary>Runs one turn of an orchestration.</summary>
    /// <param name="name">The orchestrator function, in any case.</param>
    /// <param name="request">The turn's history and events.</param>
    /// <param name="cancellation">Given up when the hub stops.</param>
    /// <exception cref="UnknownFunctionException">The app has no such orchestrator.</exception>
    /// <exception cref="WorkerUnavailableException">The worker is gone or stopping: the turn was not run, or its outcome is not known.</exception>
    Task<OrchestratorResponse> RunOrchestratorAsync(string name, OrchestratorRequest request, CancellationToken cancellation);

    /// <summary>Runs an activity once.</summary>
    /// <param name="name">The activity function, in any case.</param>
    /// <param name="instanceId">The orchestration that asks for it.</param>
    /// <param name="input">Its input as JSON, or null.</param>
    /// <param name="cancellation">Cancelled when the host gives up waiting for it to finish; it is then run again by the next start.</param>
    /// <exception cref="UnknownFunctionException">The app has no such activity.</exception>
    /// <exception cref="WorkerUnavailableException">The worker is gone or stopping: the activity is to be run again.</exception>
    Task<ActivityOutcome> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellation);
}

/// <summary>What came of an activity.</summary>
/// <param name="Output">Its result as JSON; null when it gave none, or failed.</param>
/// <param name="Failure">Why it failed; null when it succeeded.</param>
internal sealed record ActivityOutcome(string? Output, TaskFailureDetails? Failure);

/// <summary>The app has no function of that name and kind.</summary>
internal sealed class UnknownFunctionException(string message) : Exception(message);

/// <summary>The worker cannot be asked, or ended before it answered.</summary>
internal sealed class WorkerUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
