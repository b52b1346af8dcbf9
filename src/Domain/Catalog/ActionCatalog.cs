using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Cadenza.Domain.Catalog.Schemas;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Catalog;

/// <summary>All kinds of steps: the 13 actions of document 002 (D4), those of the other surfaces, and the control steps (A7).</summary>
public static partial class ActionCatalog
{
    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<ActionType> All { get; } =
        [.. RecordActions().Concat(Messages()).Concat(ContactActions()).Select(WithFailureSettings), .. ControlSteps()];

    private static readonly FrozenDictionary<string, ActionType> ByName = All
        .SelectMany(action => action.Aliases.Prepend(action.Name).Select(name => KeyValuePair.Create(name, action)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Looks a kind of step up by its name in either spelling, or by another name of it (G10).</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out ActionType? action)
    {
        action = null;
        return name is { Length: > 0 and <= EventType.MaxLength } && ByName.TryGetValue(EventType.Normalize(name), out action);
    }

    // What a run does when an action fails is asked of each alike.
    private static ActionType WithFailureSettings(ActionType action)
    {
        var schema = JsonNode.Parse(action.Configuration.Source.GetRawText())!.AsObject();
        if (schema["properties"] is not JsonObject properties) schema["properties"] = properties = [];
        properties["on_error"] = JsonNode.Parse(
            """{"enum":["fail","continue"],"default":"fail","description":"What the run does when the action fails for good and has no failure branch."}""");
        properties["retry"] = JsonNode.Parse(
            """
            {"type":"object","description":"How often the action is tried when it fails for now.","properties":{
              "max_attempts":{"type":"integer","minimum":1,"maximum":10,"default":5}}}
            """);
        return action with { Configuration = JsonSchema.Parse(schema.ToJsonString()) };
    }
}
