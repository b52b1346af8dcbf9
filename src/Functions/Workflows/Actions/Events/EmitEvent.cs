using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Functions.Events;

namespace Cadenza.Functions.Workflows.Actions.Events;

/// <summary>
/// emit_event {type, subject?, data?}: tells an event, which other workflows may listen to. The event is named by the step's
/// effect key, so carried out again it tells the same one.
/// </summary>
internal sealed class EmitEvent : IStepAction
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = ["emit_event"];

    /// <inheritdoc/>
    public Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        var type = Text(call.Input, "type");
        if (type is null or { Length: 0 or > EventType.MaxLength })
            return Task.FromResult<StepResult>(new StepResult.Failed("invalid_event", $"An event's type has 1 to {EventType.MaxLength} characters.", IsTemporary: false));
        // Placeholders may have brought what was not there when the step was written.
        var subject = Text(call.Input, "subject");
        if (!EventType.IsLine(type) || !EventType.IsLine(subject ?? ""))
            return Task.FromResult<StepResult>(new StepResult.Failed("invalid_event", "An event's type and subject have no control characters.", IsTemporary: false));
        var data = call.Input.TryGetMember("data", out var given) && given.Kind == ValueKind.Object ? given : call.Trigger;
        if (data.Depth >= CloudEvent.MaxDataDepth)
            return Task.FromResult<StepResult>(new StepResult.Failed("invalid_event", $"An event's data may be at most {CloudEvent.MaxDataDepth - 1} levels deep.", IsTemporary: false));
        var happening = new CloudEvent(
            call.EffectKey,
            $"/workflows/{call.Run.Workflow}",
            type,
            subject ?? call.Subject?.Id,
            call.Now,
            call.Organization.ToString(),
            Value.Object([KeyValuePair.Create("module", Value.Of(call.Subject?.Module)), KeyValuePair.Create("entity", data)]).ToJson());
        var output = Value.Object([KeyValuePair.Create("event_id", Value.Of(EventKey.Of(happening)))]);
        return Task.FromResult<StepResult>(new StepResult.Done(output) { Events = [happening] });
    }

    private static string? Text(in Value input, string member) => input.TryGetMember(member, out var value) && !value.IsNull ? value.ToText() : null;
}
