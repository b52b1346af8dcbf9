using System.Text.Json;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows;
using Cadenza.Functions.Flows.Storage;

namespace Cadenza.Functions.Workflows.Actions.Flows;

/// <summary>
/// The step <c>set_user_property</c> {userId, property, value} or {userId, properties}: changes properties of a user of the
/// flows, which their targeting looks at. Without <c>userId</c> it is the user that the trigger is about (<c>user_id</c>).
/// Effective once per effect key.
/// </summary>
internal sealed class SetUserProperty(FlowUsers users) : IStepAction
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = ["set_user_property"];

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        if (UserOf(call) is not { Length: > 0 and <= FlowProfile.MaxId } userId)
            return new StepResult.Failed("user_missing", "The step names no user, and the trigger is not about one.", IsTemporary: false);
        var given = PropertiesOf(call.Input);
        if (given.Count == 0) return new StepResult.Failed("properties_missing", "The step names no property.", IsTemporary: false);
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            var json = value.ToJson();
            if ((PropertyRules.IsName(name) ? PropertyRules.WhyNot(json) : PropertyRules.NameRule) is { } reason) return new StepResult.Failed("property_invalid", $"The property '{name}' {reason}.", IsTemporary: false);
            properties[name] = json;
        }

        var change = new ProfileChange(properties, [], Group: null, Key: call.EffectKey);
        var changed = await users.ChangeAsync(call.Organization, ProfileKind.User, userId, change, cancellation);
        return changed is null
            ? new StepResult.Failed("user_full", $"The user would have more than {FlowProfile.MaxProperties} properties.", IsTemporary: false)
            : new StepResult.Done(Value.Object([KeyValuePair.Create("user_id", Value.Of(userId)), KeyValuePair.Create("properties", Value.Object(given))]));
    }

    private static IReadOnlyList<KeyValuePair<string, Value>> PropertiesOf(Value input)
    {
        if (input.TryGetMember("properties", out var given) && given.Kind == ValueKind.Object) return given.Members;
        return input.TryGetMember("property", out var name) && input.TryGetMember("value", out var value) ? [KeyValuePair.Create(name.ToText(), value)] : [];
    }

    private static string? UserOf(StepCall call)
    {
        foreach (var name in (string[])["userId", "user_id"])
        {
            if (call.Input.TryGetMember(name, out var given)) return given.ToText();
        }

        return call.Trigger.TryGetMember("user_id", out var user) ? user.ToText() : null;
    }
}
