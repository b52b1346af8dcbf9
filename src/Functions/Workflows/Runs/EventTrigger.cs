using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>What a run is told of the event that starts it.</summary>
internal static class EventTrigger
{
    /// <summary>The event as a run's trigger.</summary>
    public static RunTrigger Of(string key, CloudEvent happening)
    {
        var data = Value.From(happening.Data);
        var (about, module) = (happening.Subject ?? EntityOf(data), ModuleOf(happening, data));
        var subject = module is not null && about is not null ? new RunSubject(module, about) : null;
        return new RunTrigger(key, EventType.Normalize(happening.Type), TriggerData.Of(data), subject, ChainOf(happening))
        {
            ReceivedAt = happening.ReceivedAt,
            About = about,
        };
    }

    private static string? EntityOf(in Value data) =>
        data.TryGetMember("entity", out var entity) && entity.TryGetMember("id", out var own) && !own.IsNull ? own.ToText() : null;

    private static string? ModuleOf(CloudEvent happening, in Value data) =>
        data.TryGetMember("module", out var named) && named.Kind == ValueKind.Text ? named.AsText
        : happening.Type.StartsWith("contact", StringComparison.OrdinalIgnoreCase) ? RunContacts.Module
        : null;

    private static EventChain ChainOf(CloudEvent happening) => EventChain.TryParse(happening.Chain, out var chain) ? chain : EventChain.None;
}
