using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows;

namespace Cadenza.Functions.Events;

/// <summary>What a run is told of the event that starts it.</summary>
internal static class EventTrigger
{
    /// <summary>The event as a run's trigger.</summary>
    public static RunTrigger Of(string key, CloudEvent happening)
    {
        var data = Value.From(happening.Data);
        return new RunTrigger(key, EventType.Normalize(happening.Type), TriggerData.Of(data), SubjectOf(happening, data), ChainOf(happening)) { ReceivedAt = happening.ReceivedAt };
    }

    // The module and the subject; where the event has none, the entity's own id.
    private static RunSubject? SubjectOf(CloudEvent happening, in Value data)
    {
        var module = data.TryGetMember("module", out var named) && named.Kind == ValueKind.Text ? named.AsText : null;
        var id = happening.Subject;
        if (id is null && data.TryGetMember("entity", out var entity) && entity.TryGetMember("id", out var own) && !own.IsNull) id = own.ToText();
        if (module is null && id is not null && happening.Type.StartsWith("contact", StringComparison.OrdinalIgnoreCase)) module = RunContacts.Module;
        return module is not null && id is not null ? new RunSubject(module, id) : null;
    }

    private static EventChain ChainOf(CloudEvent happening) => EventChain.TryParse(happening.Chain, out var chain) ? chain : EventChain.None;
}
