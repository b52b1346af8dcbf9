using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Actions;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>The actions that there are, by type.</summary>
internal sealed class StepActions(IEnumerable<IStepAction> actions, ILogger<StepActions> log)
{
    private readonly Dictionary<string, IStepAction> _byType =
        actions.SelectMany(action => action.Types.Select(type => (type, action))).ToDictionary(pair => pair.type, pair => pair.action, StringComparer.Ordinal);

    /// <summary>The types of all actions.</summary>
    public IReadOnlyCollection<string> Types => _byType.Keys;

    /// <summary>Whether a step of this type may be carried out again after a crash (<see cref="IStepAction.IsRepeatable"/>).</summary>
    public bool IsRepeatable(string type) => !_byType.TryGetValue(type, out var action) || action.IsRepeatable;

    /// <summary>Carries a step out. What breaks is logged and counts as a failure that may pass.</summary>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        if (!_byType.TryGetValue(call.Type, out var action))
            return new StepResult.Failed("unknown_action", $"There is no action of type {call.Type}.", IsTemporary: false);
        try
        {
            return await action.PerformAsync(call, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            log.StepBroke(fault, call.Type, call.Run.Run.ToString());
            return new StepResult.Failed(InternalFault.Code, InternalFault.Message, IsTemporary: true);
        }
    }
}
