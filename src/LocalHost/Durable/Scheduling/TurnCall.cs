using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>Has the worker run a turn: with the history, or without it while the worker holds the orchestration in memory.</summary>
internal sealed class TurnCall(IDurableWorker worker, HubReader reader, Sessions sessions)
{
    private static readonly Value Yes = Value.ForBool(true);
    private static readonly Value No = Value.ForBool(false);
    private readonly Value _idle = Value.ForNumber(sessions.Idle.TotalSeconds);

    /// <summary>The response; a turn that cannot be run has failed.</summary>
    /// <exception cref="WorkerUnavailableException">It is to be tried again.</exception>
    public async Task<OrchestratorResponse> RunAsync(Instance instance, InstanceState state, IReadOnlyList<HistoryEvent> events, CancellationToken cancellation)
    {
        var terms = sessions.Begin(instance);
        var isRun = false;
        try
        {
            var response = await AskAsync(instance, state, events, terms, cancellation).ConfigureAwait(false);
            isRun = terms.IsKept && !response.Actions.Any(action => action.CompleteOrchestration is not null);
            return Responses.Checked(response);
        }
        catch (InvalidDataException damaged)
        {
            return Responses.Unreadable(instance.Id, damaged, state.CustomStatus);
        }
        finally
        {
            if (isRun) sessions.Touch(instance);
            else sessions.Drop(instance);
        }
    }

    private async Task<OrchestratorResponse> AskAsync(Instance instance, InstanceState state, IReadOnlyList<HistoryEvent> events, SessionTerms terms, CancellationToken cancellation)
    {
        if (terms.IsHeld && state.Turns > 0)
        {
            var response = await AskAsync(state, Request(instance, state, events, terms, withHistory: false), cancellation).ConfigureAwait(false);
            if (!response.RequiresHistory) return response;
        }

        var request = Request(instance, state, events, terms, withHistory: true);
        if (state.Turns > 0) request.PastEvents.Add(await reader.HistoryAsync(instance.Id, state, cancellation).ConfigureAwait(false));
        var answer = await AskAsync(state, request, cancellation).ConfigureAwait(false);
        return answer.RequiresHistory ? throw new InvalidDataException("The worker asks for a history that it was given.") : answer;
    }

    private async Task<OrchestratorResponse> AskAsync(InstanceState state, OrchestratorRequest request, CancellationToken cancellation)
    {
        try
        {
            return await worker.RunOrchestratorAsync(state.Origin.Name, request, cancellation).ConfigureAwait(false);
        }
        catch (UnknownFunctionException unknown)
        {
            return Responses.Failed(Failures.Of<InvalidOperationException>(unknown.Message), state.CustomStatus);
        }
        catch (Exception failed) when (failed is not (OperationCanceledException or WorkerUnavailableException))
        {
            // The function could not be run at all, as when its middleware throws: so it is on the real host.
            return Responses.Failed(Failures.From(failed), state.CustomStatus);
        }
    }

    private OrchestratorRequest Request(Instance instance, InstanceState state, IReadOnlyList<HistoryEvent> events, SessionTerms terms, bool withHistory) => new()
    {
        InstanceId = instance.Id,
        ExecutionId = state.Execution,
        NewEvents = { events },
        Properties =
        {
            ["ExtendedSessionIdleTimeoutInSeconds"] = _idle,
            ["IsExtendedSession"] = terms.IsKept ? Yes : No,
            ["IncludeState"] = withHistory ? Yes : No,
        },
    };
}
