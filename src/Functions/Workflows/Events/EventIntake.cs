using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Events;

/// <summary>An event about which it is decided what comes of it.</summary>
/// <param name="Trigger">The event as the runs are told of it that it starts, or that wait for it.</param>
/// <param name="Outcomes">What comes of it.</param>
/// <param name="IsFresh">Whether that was decided just now, so that no run of it can be stored yet.</param>
/// <param name="IsAwaited">Whether runs may wait for it.</param>
internal sealed record DecidedEvent(RunTrigger Trigger, IReadOnlyList<EventOutcome> Outcomes, bool IsFresh, bool IsAwaited);

/// <summary>Takes events in and decides, once for each, which workflows they start, in which version, and why others are not started (F1, F2).</summary>
internal sealed class EventIntake(EventInbox inbox, EventListeners listeners, CompiledWorkflows plans, RunContacts contacts, TimeProvider clock)
{
    /// <summary>
    /// Takes one event in that is meant for one workflow, unless the workflow's constraints or filters refuse it and the order
    /// asks for nothing to be kept then; who calls again gets the event of the first call, with its outcome.
    /// </summary>
    public async Task<InboxEvent> StartAsync(Workflow workflow, WorkflowVersion version, CloudEvent happening, WorkflowStartRequest order, CancellationToken cancellation)
    {
        var organization = workflow.Organization;
        var key = EventKey.Of(happening);
        var now = clock.GetUtcNow();
        var trigger = EventTrigger.Of(key, happening);
        var refusal = order.IsTest ? null : await RefusalAsync(workflow, version, trigger, now, cancellation);
        RunId? run = refusal is null ? RunId.Of(now, workflow.Number, key) : null;
        EventOutcome[] outcomes = [new(workflow.Id, version.Number, version.Serial, run, refusal, order.Cause, order.IsTest)];
        var isKept = refusal is null || order.KeepsRefusal;
        if (isKept)
        {
            var found = await listeners.OfAsync(organization, [trigger.Type], cancellation);
            var known = await inbox.AddAsync(organization, [new EventToStore(key, happening, outcomes, AwaitedOf(trigger, found[trigger.Type]))], cancellation);
            if (known.Count == 0) return new InboxEvent(key, happening, now, outcomes);
        }

        return await inbox.GetAsync(organization, key, cancellation) switch
        {
            { Outcomes: [_, ..] } earlier => earlier,
            null when !isKept => new InboxEvent(key, happening, now, outcomes),
            _ => throw new InvalidDataException($"Event {key} was taken in without an outcome."),
        };
    }

    /// <summary>Decides what comes of events, each once: what was decided before stands.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="events">The events.</param>
    /// <param name="isReceived">Whether they are in the inbox already.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<DecidedEvent>> DecideAsync(
        OrganizationId organization, IReadOnlyList<CloudEvent> events, bool isReceived, CancellationToken cancellation)
    {
        var distinct = events.Select(one => (Key: EventKey.Of(one), Event: one)).DistinctBy(one => one.Key).ToList();
        var found = await listeners.OfAsync(organization, [.. distinct.Select(one => EventType.Normalize(one.Event.Type)).Distinct()], cancellation);
        var plansOf = new Dictionary<string, List<Listener>>(StringComparer.Ordinal);
        foreach (var (type, listening) in found) plansOf[type] = await PlansAsync(organization, listening, cancellation);
        var (judged, triggers) = (new List<EventToStore>(distinct.Count), new List<RunTrigger>(distinct.Count));
        foreach (var (key, happening) in distinct)
        {
            var trigger = EventTrigger.Of(key, happening);
            triggers.Add(trigger);
            judged.Add(new EventToStore(
                key, happening, await JudgeAsync(organization, trigger, plansOf[trigger.Type], cancellation), AwaitedOf(trigger, found[trigger.Type])));
        }

        var known = isReceived
            ? await inbox.DecideAsync(organization, judged, cancellation)
            : await inbox.AddAsync(organization, judged, cancellation);
        var decided = new List<DecidedEvent>(judged.Count);
        foreach (var (one, trigger) in judged.Zip(triggers))
            decided.Add(known.Contains(one.Key) ? await SettledAsync(organization, one, trigger, cancellation) : new DecidedEvent(trigger, one.Outcomes!, IsFresh: true, one.Awaited is not null));
        return decided;
    }

    // It was in the inbox: either decided, or received and about to be decided by whoever is first.
    private async Task<DecidedEvent> SettledAsync(OrganizationId organization, EventToStore one, RunTrigger trigger, CancellationToken cancellation)
    {
        var outcomes = await inbox.GetOutcomesAsync(organization, one.Key, cancellation);
        if (outcomes is not null) return new DecidedEvent(trigger, outcomes, IsFresh: false, one.Awaited is not null);
        var known = await inbox.DecideAsync(organization, [one], cancellation);
        if (known.Count == 0) return new DecidedEvent(trigger, one.Outcomes!, IsFresh: true, one.Awaited is not null);
        outcomes = await inbox.GetOutcomesAsync(organization, one.Key, cancellation);
        return new DecidedEvent(trigger, outcomes ?? throw new InvalidDataException($"Event {one.Key} has no outcome."), IsFresh: false, one.Awaited is not null);
    }

    // Others may have put an event into a queue long ago: it counts as taken in now.
    private AwaitedEvent? AwaitedOf(RunTrigger trigger, TypeListeners listening) => listening.IsAwaited
        ? new AwaitedEvent(trigger.Type, trigger.SubjectId, trigger.ReceivedAt ?? clock.GetUtcNow())
        : null;

    private async Task<List<Listener>> PlansAsync(OrganizationId organization, TypeListeners listening, CancellationToken cancellation)
    {
        var found = new List<Listener>();
        foreach (var listener in listening.Workflows)
        {
            if (await plans.FindAsync(organization, listener.Workflow, listener.Version, cancellation) is { } plan) found.Add(new Listener(listener.Number, plan));
        }

        return found;
    }

    private async Task<string?> RefusalAsync(Workflow workflow, WorkflowVersion version, RunTrigger trigger, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await plans.FindAsync(workflow.Organization, workflow.Id, version.Number, cancellation) is not { Program: var program }) return null;
        var contact = program.ReadsContactAtStart ? await contacts.ReadAsync(workflow.Organization, trigger.Subject, trigger.Data.Trigger, cancellation) : Value.Null;
        return program.Refusal(RunScope.Of(trigger.Data, contact, now));
    }

    private async Task<IReadOnlyList<EventOutcome>> JudgeAsync(
        OrganizationId organization, RunTrigger trigger, List<Listener> listening, CancellationToken cancellation)
    {
        if (listening.Count == 0) return [];
        var now = clock.GetUtcNow();
        Value? contact = null;
        var outcomes = new List<EventOutcome>(listening.Count);
        foreach (var (number, plan) in listening)
        {
            if (plan.Program.ReadsContactAtStart) contact ??= await contacts.ReadAsync(organization, trigger.Subject, trigger.Data.Trigger, cancellation);
            var loop = trigger.Chain.Refusal(plan.Workflow, trigger.Subject?.Id);
            var refusal = plan.Program.Refusal(RunScope.Of(trigger.Data, contact ?? Value.Null, now));
            // A loop is cut where the workflow would have fired: its run says why it did not.
            RunId? run = refusal is null ? RunId.Of(now, number, trigger.Event) : null;
            outcomes.Add(new EventOutcome(plan.Workflow, plan.Version, plan.Serial, run, refusal ?? loop));
        }

        return outcomes;
    }

    private sealed record Listener(int Number, CompiledWorkflow Plan);
}
