using System.Text.Json;
using System.Text.Json.Nodes;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Workflows.Events;

namespace Cadenza.Functions.Workflows;

/// <summary>Why one workflow is to be started.</summary>
/// <param name="EventId">Names the occasion within the workflow: the same one starts it once.</param>
/// <param name="Type">The trigger, normalized: <see cref="EventType.Manual"/>.</param>
/// <param name="Payload">What steps read as <c>{{trigger.…}}</c>: an object.</param>
/// <param name="Cause">Who or what starts it.</param>
/// <param name="IsTest">Whether nothing may leave the app.</param>
internal sealed record WorkflowStartRequest(string EventId, string Type, JsonElement Payload, RunCause Cause, bool IsTest)
{
    /// <summary>What the run is about, or null.</summary>
    public RunSubject? Subject { get; init; }

    /// <summary>
    /// Whether an order that constraints or filters refuse is kept with the reason, to be read later; else whoever orders is told,
    /// and nothing is stored.
    /// </summary>
    public bool KeepsRefusal { get; init; } = true;
}

/// <summary>What came of an order.</summary>
/// <param name="Event">The key of the event that stands for the order.</param>
/// <param name="Run">The run; null when the workflow's constraints or filters refused.</param>
/// <param name="Reason">What they said; null when there is a run.</param>
/// <param name="IsReused">Whether the same occasion was ordered before with another payload, which stays what counts.</param>
internal sealed record WorkflowStartResult(string Event, RunId? Run, string? Reason, bool IsReused);

/// <summary>
/// Starts one workflow: by hand, by another system's call, by the clock. The order is an event like any other, stored with the
/// run it starts before anybody is told.
/// </summary>
internal sealed class WorkflowStarts(EventIntake intake, EventQueue queue, TimeProvider clock)
{
    /// <summary>
    /// Has a version run where its constraints and filters hold (A9); a test runs whatever they say. Ordered again for the same
    /// occasion, the same is answered.
    /// </summary>
    public async Task<WorkflowStartResult> StartAsync(Workflow workflow, WorkflowVersion version, WorkflowStartRequest order, CancellationToken cancellation)
    {
        var data = EventData.Of(order.Subject?.Module, JsonObject.Create(order.Payload) ?? []);
        var now = clock.GetUtcNow();
        var happening = new CloudEvent(
            order.EventId, $"/workflows/{workflow.Id}", order.Type, order.Subject?.Id, now, workflow.Organization.ToString(), data).Received(now);
        var taken = await intake.StartAsync(workflow, version, happening, order, cancellation);
        var outcome = taken.Outcomes![0];
        // Also when the order was known: whoever took it in may have died before this.
        if (outcome.Run is not null || order.KeepsRefusal) await queue.SendReceivedAsync([taken.Event], cancellation);
        return new WorkflowStartResult(taken.Key, outcome.Run, outcome.Reason, !JsonElement.DeepEquals(taken.Event.Data, data));
    }
}
