using System.Text.Json;
using System.Text.Json.Nodes;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Workflows;
using Cadenza.Domain.Workflows.Notations;
using Cadenza.Domain.Workflows.Validation;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Workflows.Http.Blocks;
using JsonValue = Cadenza.Functions.Platform.Http.Bodies.JsonValue;

namespace Cadenza.Functions.Workflows.Http.Crm;

/// <summary>The body of POST /crm/workflows (D1, D2): the documented object; what the server counts itself is ignored.</summary>
internal sealed record CreateAutomationBody(WorkflowContent Content, bool IsActive)
{
    /// <summary>Reads it, for the description of the API.</summary>
    public static readonly JsonReader<CreateAutomationBody> Read = Reader(static index => $"action-{index + 1}");

    /// <summary>Reads the body.</summary>
    /// <param name="newId">Gives ids to actions that come without one.</param>
    public static JsonReader<CreateAutomationBody> Reader(Func<int, string> newId) => Json.Object(fields =>
    {
        var name = fields.Required("name", WorkflowFields.Name);
        var trigger = fields.Required("triggerType", WorkflowFields.Trigger);
        AutomationFields.CheckModule(fields, trigger, fields.Optional("triggerModule", AutomationFields.Module));
        var configuration = fields.Optional<JsonElement>("triggerConfiguration", WorkflowFields.Configuration);
        WorkflowFields.CheckConfiguration(fields, "triggerConfiguration", trigger, configuration);
        return new CreateAutomationBody(
            new WorkflowContent(
                name,
                fields.Optional("description", WorkflowFields.Description),
                new WorkflowTrigger(trigger?.Name ?? "", configuration),
                fields.Optional<JsonElement>("triggerConstraints", WorkflowFields.Constraints),
                fields.Optional<JsonElement>("triggerFilters", WorkflowFields.Filters),
                fields.Default("actions", AutomationFields.Actions(newId), WorkflowGraph.Empty),
                EditorState: null),
            fields.Default("isActive", Json.Bool.About("Whether it starts runs at once."), false));
    });
}

/// <summary>The body of PUT /crm/workflows/{id} (D1, G3): what is omitted stays, null clears.</summary>
internal sealed record UpdateAutomationBody(
    Patch<string> Name,
    Patch<string> Description,
    Patch<TriggerType> Trigger,
    string? Module,
    Patch<JsonElement> Configuration,
    Patch<JsonElement> Constraints,
    Patch<JsonElement> Filters,
    Patch<WorkflowGraph> Actions,
    bool? IsActive)
{
    /// <summary>Reads it, for the description of the API.</summary>
    public static readonly JsonReader<UpdateAutomationBody> Read = Reader(static index => $"action-{index + 1}");

    /// <summary>Reads the body.</summary>
    /// <param name="newId">Gives ids to actions that come without one.</param>
    public static JsonReader<UpdateAutomationBody> Reader(Func<int, string> newId) => Json.Object(fields =>
    {
        var trigger = fields.PatchValue("triggerType", WorkflowFields.Trigger);
        var module = fields.Optional("triggerModule", AutomationFields.Module);
        if (trigger.Has(out var given)) AutomationFields.CheckModule(fields, given, module);
        return new UpdateAutomationBody(
            fields.PatchValue("name", WorkflowFields.Name),
            fields.Patch("description", WorkflowFields.Description),
            trigger,
            module,
            fields.Patch("triggerConfiguration", WorkflowFields.Configuration),
            fields.Patch("triggerConstraints", WorkflowFields.Constraints),
            fields.Patch("triggerFilters", WorkflowFields.Filters),
            fields.Patch("actions", AutomationFields.Actions(newId)),
            fields.Optional<bool>("isActive", Json.Bool.About("Whether it starts runs from now on.")));
    });

    /// <summary>The next version after one.</summary>
    public WorkflowContent Apply(WorkflowContent current) => current with
    {
        Name = Name.Or(current.Name),
        Description = Description.Or(current.Description!),
        Trigger = new WorkflowTrigger(
            Trigger.Has(out var trigger) ? trigger.Name : current.Trigger.Type, Changed(Configuration, current.Trigger.Configuration)),
        Constraints = Changed(Constraints, current.Constraints),
        Filters = Changed(Filters, current.Filters),
        Graph = Actions.Or(current.Graph, WorkflowGraph.Empty),
    };

    /// <summary>What is wrong once the trigger is known.</summary>
    public IEnumerable<WorkflowIssue> Check(WorkflowContent changed)
    {
        if (!TriggerCatalog.TryFind(changed.Trigger.Type, out var trigger)) yield break;
        if (Module is not null && Module != trigger.Module) yield return new WorkflowIssue(null, "/triggerModule", AutomationFields.ModuleFault(trigger));
        if (Trigger.IsOmitted && Configuration.IsOmitted) yield break;
        foreach (var issue in TriggerCheck.Configuration(trigger, changed.Trigger.Configuration, "/triggerConfiguration")) yield return issue;
    }

    /// <summary>The names of the members that the body gives.</summary>
    public IEnumerable<string> Members()
    {
        if (!Name.IsOmitted) yield return "name";
        if (!Description.IsOmitted) yield return "description";
        if (!Trigger.IsOmitted) yield return "triggerType";
        if (!Configuration.IsOmitted) yield return "triggerConfiguration";
        if (!Constraints.IsOmitted) yield return "triggerConstraints";
        if (!Filters.IsOmitted) yield return "triggerFilters";
        if (!Actions.IsOmitted) yield return "actions";
        if (IsActive is not null) yield return "isActive";
    }

    private static JsonElement? Changed(Patch<JsonElement> patch, JsonElement? current)
    {
        if (patch.IsOmitted) return current;
        return patch.Has(out var value) ? value : null;
    }
}

/// <summary>The body of PATCH /crm/workflows/{id}/toggle.</summary>
internal sealed record ToggleAutomationBody(bool? IsActive)
{
    /// <summary>Reads the body.</summary>
    public static readonly JsonReader<ToggleAutomationBody> Read = Json.Object(fields => new ToggleAutomationBody(
        fields.Optional<bool>("isActive", Json.Bool.About("What it is to be; the other of what it is unless given."))));
}

/// <summary>The members of automations that document 000 does not have.</summary>
internal static class AutomationFields
{
    /// <summary>What runs are about.</summary>
    public static readonly JsonReader<string> Module =
        Json.Text(1, 100).About("What runs are about: leads, contacts, accounts. It follows from the trigger and may be left out.");

    /// <summary>The actions, with every fault at its place: they take effect at once, so they must fit together as well.</summary>
    /// <param name="newId">Gives ids to actions that come without one.</param>
    public static JsonReader<WorkflowGraph> Actions(Func<int, string> newId)
    {
        JsonReader<WorkflowGraph> read = value => value.Shape is { } shape
            ? shape.Is("array").With("maxItems", WorkflowGraph.MaxSteps).With("items", ActionSchema()).Done<WorkflowGraph>()
            : Check(value, ActionNotation.Read(value.Element.Clone(), "", newId));
        return read.About("What is done, in the order of sortOrder.");
    }

    /// <summary>Notes a module that is not the trigger's.</summary>
    public static void CheckModule(JsonFields fields, TriggerType? trigger, string? module)
    {
        if (trigger is not null && module is not null && module != trigger.Module) fields.Fault("triggerModule", ModuleFault(trigger));
    }

    /// <summary>What to say of a module that is not the trigger's.</summary>
    public static string ModuleFault(TriggerType trigger) =>
        trigger.Module is { } module ? $"must be {module} for {trigger.Name}" : $"must be left out for {trigger.Name}";

    private static WorkflowGraph Check(JsonValue value, NotationReading reading)
    {
        var graph = WorkflowFields.Check(value, reading);
        if (reading.Faults.Count > 0) return graph;
        foreach (var issue in StepCheck.Run(graph, reading.Places, "").Where(issue => issue.Kind == IssueKind.Structure)) value.FaultInside(issue.At, issue.Message);
        return graph;
    }

    private static JsonObject ActionSchema() => new()
    {
        ["type"] = "object",
        ["description"] = "An action; a branch has the lists `then` and `else` in its config.",
        ["properties"] = new JsonObject
        {
            ["id"] = Text("Names the action: later ones read its output as {{id.field}}. One is made up where it is left out."),
            ["actionType"] = Text("What is done: one of GET /catalog/actions."),
            ["name"] = Text("What people call the action."),
            ["config"] = Text("Its settings; {{trigger.fieldName}} stands for a field of the record."),
            ["sortOrder"] = Text("Where it stands among the others; in the order of the list unless given."),
            ["branches"] = Text("The actions after an event or timeout of wait_for_event, or after a failure."),
        },
    };

    private static JsonObject Text(string description) => new() { ["description"] = description };
}
