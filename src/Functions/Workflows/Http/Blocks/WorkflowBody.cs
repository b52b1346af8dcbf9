using System.Text.Json;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Domain.Workflows.Validation;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>The body of POST /workflows (A5).</summary>
internal sealed record CreateWorkflowBody(WorkflowContent Content)
{
    /// <summary>Reads the body.</summary>
    public static readonly JsonReader<CreateWorkflowBody> Read = Json.Object(fields =>
    {
        var name = fields.Required("name", WorkflowFields.Name);
        var trigger = fields.Required("trigger_type", WorkflowFields.Trigger);
        var configuration = fields.Optional<JsonElement>("trigger_configuration", WorkflowFields.Configuration);
        WorkflowFields.CheckConfiguration(fields, "trigger_configuration", trigger, configuration);
        return new CreateWorkflowBody(new WorkflowContent(
            name,
            fields.Optional("description", WorkflowFields.Description),
            new WorkflowTrigger(trigger?.Name ?? "", configuration),
            fields.Optional<JsonElement>("trigger_constraints", WorkflowFields.Constraints),
            fields.Optional<JsonElement>("trigger_filters", WorkflowFields.Filters),
            fields.Required("workflow_blocks", WorkflowFields.Blocks),
            fields.Optional<JsonElement>("workflow_editor_state", WorkflowFields.EditorState)));
    });
}

/// <summary>The body of PATCH /workflows/{id} (A1): what is omitted carries over, null clears.</summary>
internal sealed record UpdateWorkflowBody(
    Patch<string> Name,
    Patch<string> Description,
    Patch<TriggerType> Trigger,
    Patch<JsonElement> Configuration,
    Patch<JsonElement> Constraints,
    Patch<JsonElement> Filters,
    Patch<WorkflowGraph> Blocks,
    Patch<JsonElement> EditorState)
{
    /// <summary>Reads the body.</summary>
    public static readonly JsonReader<UpdateWorkflowBody> Read = Json.Object(fields =>
    {
        var name = fields.PatchValue("name", WorkflowFields.Name);
        var description = fields.Patch("description", WorkflowFields.Description);
        var trigger = fields.PatchValue("trigger_type", WorkflowFields.Trigger);
        var configuration = fields.Patch("trigger_configuration", WorkflowFields.Configuration);
        // Here as well as once the current version is known: whoever sends several faults is told them together.
        if (configuration.Has(out var given) && trigger.Has(out var type)) WorkflowFields.CheckConfiguration(fields, "trigger_configuration", type, given);
        else if (given.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object)) fields.Fault("trigger_configuration", "must be an object");
        return new UpdateWorkflowBody(
            name,
            description,
            trigger,
            configuration,
            fields.Patch("trigger_constraints", WorkflowFields.Constraints),
            fields.Patch("trigger_filters", WorkflowFields.Filters),
            fields.Patch("workflow_blocks", WorkflowFields.Blocks),
            fields.Patch("workflow_editor_state", WorkflowFields.EditorState));
    });

    /// <summary>The next version after one.</summary>
    public WorkflowContent Apply(WorkflowContent current) => new(
        Name.Or(current.Name),
        Description.Or(current.Description!),
        new WorkflowTrigger(
            Trigger.Has(out var trigger) ? trigger.Name : current.Trigger.Type,
            Changed(Configuration, current.Trigger.Configuration)),
        Changed(Constraints, current.Constraints),
        Changed(Filters, current.Filters),
        Blocks.Or(current.Graph, WorkflowGraph.Empty),
        Changed(EditorState, current.EditorState));

    /// <summary>What is wrong with the trigger's configuration once it is known which trigger it is for.</summary>
    public IReadOnlyList<WorkflowIssue> Check(WorkflowContent changed) =>
        !(Trigger.IsOmitted && Configuration.IsOmitted) && TriggerCatalog.TryFind(changed.Trigger.Type, out var trigger)
            ? TriggerCheck.Configuration(trigger, changed.Trigger.Configuration, "/trigger_configuration")
            : [];

    /// <summary>The names of the members that the body gives.</summary>
    public IEnumerable<string> Members()
    {
        if (!Name.IsOmitted) yield return "name";
        if (!Description.IsOmitted) yield return "description";
        if (!Trigger.IsOmitted) yield return "trigger_type";
        if (!Configuration.IsOmitted) yield return "trigger_configuration";
        if (!Constraints.IsOmitted) yield return "trigger_constraints";
        if (!Filters.IsOmitted) yield return "trigger_filters";
        if (!Blocks.IsOmitted) yield return "workflow_blocks";
        if (!EditorState.IsOmitted) yield return "workflow_editor_state";
    }

    private static JsonElement? Changed(Patch<JsonElement> patch, JsonElement? current)
    {
        if (patch.IsOmitted) return current;
        return patch.Has(out var value) ? value : null;
    }
}

/// <summary>The body of POST /workflows/{id}/activate (A5).</summary>
internal sealed record ActivateWorkflowBody(int? Version)
{
    /// <summary>Reads the body.</summary>
    public static readonly JsonReader<ActivateWorkflowBody> Read = Json.Object(fields => new ActivateWorkflowBody(
        fields.Optional<int>("version_number", Json.Integer(1).About("Which version; the newest unless given."))));
}

/// <summary>The body of POST /workflows/validate (A5): what would be created, none of it checked yet.</summary>
internal sealed record ValidateWorkflowBody(string TriggerType, JsonElement Blocks, JsonElement? Configuration, JsonElement? Constraints, JsonElement? Filters)
{
    /// <summary>Reads the body.</summary>
    public static readonly JsonReader<ValidateWorkflowBody> Read = Json.Object(fields => new ValidateWorkflowBody(
        fields.Required("trigger_type", Json.Text(1, EventType.MaxLength).About("What starts the workflow.")),
        fields.Required("workflow_blocks", Json.Any.About("The blocks, as a workflow has them.")),
        fields.Optional<JsonElement>("trigger_configuration", Json.Any.About("What the trigger needs to know.")),
        fields.Optional<JsonElement>("trigger_constraints", Json.Any.About("A JSON Logic rule.")),
        fields.Optional<JsonElement>("trigger_filters", Json.Any.About("Conditions."))));
}
