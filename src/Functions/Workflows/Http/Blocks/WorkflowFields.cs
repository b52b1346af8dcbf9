using System.Text.Json;
using System.Text.Json.Nodes;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Domain.Workflows.Notations;
using Cadenza.Domain.Workflows.Validation;
using Cadenza.Functions.Platform.Http.Bodies;
using JsonValue = Cadenza.Functions.Platform.Http.Bodies.JsonValue;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>The members of workflows, as bodies of both documents have them.</summary>
internal static class WorkflowFields
{
    /// <summary>At least one character (A1).</summary>
    public static readonly JsonReader<string> Name = Json.Line(1, 500);

    /// <summary>The description.</summary>
    public static readonly JsonReader<string> Description = Json.Text(0, 10_000).About("What the workflow is for.");

    /// <summary>One of the catalog, in either spelling (A4, D3, G10).</summary>
    public static readonly JsonReader<TriggerType> Trigger = Json.Text(1, EventType.MaxLength)
        .Then<string, TriggerType>(TriggerCatalog.TryFind!, "must be a type of trigger that GET /catalog/triggers lists")
        .About("What starts the workflow. Hyphens and underscores make no difference.");

    /// <summary>What the trigger needs to know; checked against its schema once the trigger is known.</summary>
    public static readonly JsonReader<JsonElement> Configuration =
        Json.Any.About("What the trigger needs to know, such as the cron expression; GET /catalog/triggers has its schema.");

    /// <summary>A JSON Logic rule (A9).</summary>
    public static readonly JsonReader<JsonElement> Constraints = Checked(TriggerCheck.Constraints)
        .About("A JSON Logic rule over trigger, contact, before, after and now. The workflow starts when it is truthy.");

    /// <summary>Conditions (D2).</summary>
    public static readonly JsonReader<JsonElement> Filters = Checked(TriggerCheck.Filters)
        .About("Conditions that must hold for the workflow to start: `logic` is AND or OR, and `conditions` are comparisons or groups of their own.");

    /// <summary>What a visual editor keeps (A1).</summary>
    public static readonly JsonReader<JsonElement> EditorState =
        Json.Any.About("What a visual editor keeps: nodes, edges and viewport of React Flow. It means nothing to the workflow.");

    /// <summary>The blocks (A7), with every fault at its place.</summary>
    public static readonly JsonReader<WorkflowGraph> Blocks = new JsonReader<WorkflowGraph>(ReadBlocks).About("The steps, one after the other: actions, and blocks with branches.");

    /// <summary>Notes what is wrong with a graph that could be read.</summary>
    public static WorkflowGraph Check(JsonValue value, NotationReading reading)
    {
        foreach (var fault in reading.Faults) value.FaultInside(fault.At, fault.Message);
        if (reading.Faults.Count > 0) return WorkflowGraph.Empty;
        foreach (var issue in StepCheck.Run(reading.Graph, reading.Places, "").Where(issue => issue.Kind == IssueKind.Content))
        {
            value.FaultInside(issue.At, issue.Message);
        }

        return reading.Graph;
    }

    /// <summary>Notes what is wrong with a trigger's configuration, at the member that holds it.</summary>
    public static void CheckConfiguration(JsonFields fields, string member, TriggerType? trigger, JsonElement? configuration)
    {
        if (trigger is null) return;
        foreach (var issue in TriggerCheck.Configuration(trigger, configuration, "")) fields.FaultInside(member, issue.At, issue.Message);
    }

    private static WorkflowGraph ReadBlocks(JsonValue value)
    {
        if (value.Shape is { } shape) return shape.Is("array").With("maxItems", WorkflowGraph.MaxSteps).With("items", BlockSchema()).Done<WorkflowGraph>();
        return Check(value, BlockNotation.Read(value.Element.Clone(), ""));
    }

    private static JsonReader<JsonElement> Checked(Func<JsonElement?, string, IReadOnlyList<WorkflowIssue>> check) => value =>
    {
        var json = Json.Any(value);
        if (value.Shape is not null) return json;
        foreach (var issue in check(json, "")) value.FaultInside(issue.At, issue.Message);
        return json;
    };

    private static JsonObject BlockSchema() => new()
    {
        ["type"] = "object",
        ["description"] = "An action, a block that controls the run, or alone in the list a graph of nodes and edges.",
        ["properties"] = new JsonObject
        {
            ["$kind"] = Text("Action, Block or Graph; it may be left out but for a graph."),
            ["id"] = Text("Names the step: later steps read its output as {{id.field}}."),
            ["type"] = Text("What the step does: one of GET /catalog/actions."),
            ["name"] = Text("What people call the step."),
            ["input"] = new JsonObject { ["description"] = "The settings of an action; {{placeholders}} are filled in when it runs, and texts that are sent to a person are Liquid templates." },
            ["inputs"] = new JsonObject { ["description"] = "The settings of a block: the condition of an if-else." },
            ["branches"] = new JsonObject { ["description"] = "The blocks inside: then and else of an if-else, event and timeout of a wait-for-event, failure of an action." },
        },
    };

    private static JsonObject Text(string description) => new() { ["description"] = description };
}
