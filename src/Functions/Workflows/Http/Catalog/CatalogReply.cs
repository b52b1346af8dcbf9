using System.ComponentModel;
using System.Text.Json;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Workflows.Http.Catalog;

/// <summary>The triggers on the wire (G10).</summary>
internal sealed record TriggerCatalogReply([Description("The triggers.")] IReadOnlyList<TriggerTypeReply> Data)
{
    /// <summary>The whole catalog.</summary>
    public static readonly TriggerCatalogReply All = new([.. TriggerCatalog.All.Select(TriggerTypeReply.Of)]);
}

/// <summary>A trigger on the wire.</summary>
internal sealed record TriggerTypeReply(
    [Description("Its name. Hyphens and underscores make no difference.")] string Name,
    [Description("Every spelling that is taken.")] IReadOnlyList<string> Names,
    [Description("How it comes to fire: event, on_demand, http or schedule.")] string Family,
    [Description("What kind of thing runs are about; null when they are about none.")] string? Module,
    [Description("When it fires.")] string Description,
    [Description("Whether the event tells what the thing was before, so that changed_to, changed_from and any_change can hold.")] bool HasBefore,
    [Description("A JSON Schema of its configuration.")] JsonElement ConfigurationSchema)
{
    /// <summary>The trigger as it is answered.</summary>
    public static TriggerTypeReply Of(TriggerType trigger) => new(
        trigger.Name,
        CatalogNames.Spellings(trigger.Name),
        trigger.Family switch
        {
            TriggerFamily.OnDemand => "on_demand",
            TriggerFamily.Http => "http",
            TriggerFamily.Schedule => "schedule",
            _ => "event",
        },
        trigger.Module,
        trigger.Description,
        trigger.HasBefore,
        trigger.Configuration.Source);
}

/// <summary>The kinds of steps on the wire (G10).</summary>
internal sealed record ActionCatalogReply([Description("The actions and control steps.")] IReadOnlyList<ActionTypeReply> Data)
{
    /// <summary>The whole catalog.</summary>
    public static readonly ActionCatalogReply All = new([.. ActionCatalog.All.Select(ActionTypeReply.Of)]);
}

/// <summary>A kind of step on the wire.</summary>
internal sealed record ActionTypeReply(
    [Description("Its name. Hyphens and underscores make no difference.")] string Name,
    [Description("Every spelling that is taken.")] IReadOnlyList<string> Names,
    [Description("action, or control for a step that says where the run goes on.")] string Family,
    [Description("The modules whose records it works on; empty for all.")] IReadOnlyList<string> Modules,
    [Description("What it does.")] string Description,
    [Description("A JSON Schema of its configuration. Members are taken in snake_case too, and a text with a {{placeholder}} for any value; texts that are sent to a person are Liquid templates.")] JsonElement ConfigurationSchema)
{
    /// <summary>The kind of step as it is answered.</summary>
    public static ActionTypeReply Of(ActionType action) => new(
        action.Name,
        [.. action.Aliases.Prepend(action.Name).SelectMany(CatalogNames.Spellings)],
        action.Family == ActionFamily.Control ? "control" : "action",
        action.Modules,
        action.Description,
        action.Configuration.Source);
}

/// <summary>The operators on the wire (G10).</summary>
internal sealed record OperatorCatalogReply([Description("The operators.")] IReadOnlyList<OperatorTypeReply> Data)
{
    /// <summary>The whole catalog.</summary>
    public static readonly OperatorCatalogReply All = new([.. OperatorCatalog.All.Select(OperatorTypeReply.Of)]);
}

/// <summary>An operator on the wire.</summary>
internal sealed record OperatorTypeReply(
    [Description("Its name. Hyphens and underscores make no difference.")] string Name,
    [Description("Every spelling that is taken.")] IReadOnlyList<string> Names,
    [Description("When it holds.")] string Description,
    [Description("Whether a condition with it needs a value.")] bool NeedsValue,
    [Description("Whether it compares what the record was with what it is.")] bool ComparesChange,
    [Description("A JSON Schema of the value.")] JsonElement ValueSchema)
{
    /// <summary>The operator as it is answered.</summary>
    public static OperatorTypeReply Of(OperatorType one) => new(
        one.Name, CatalogNames.Spellings(one.Name), one.Description, one.NeedsValue, one.ComparesChange, one.Value.Source);
}

/// <summary>The spellings of a name.</summary>
internal static class CatalogNames
{
    /// <summary>With underscores, and with hyphens where that is another text.</summary>
    public static IReadOnlyList<string> Spellings(string name) => EventType.ToKebab(name) is var kebab && kebab != name ? [name, kebab] : [name];
}
