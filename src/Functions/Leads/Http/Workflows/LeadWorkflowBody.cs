using System.Collections.Frozen;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Leads.Http.Workflows;

/// <summary>The body of POST /v1/workflows (C4).</summary>
internal sealed record LeadWorkflowBody(string Name, string? Description)
{
    private static readonly FrozenDictionary<string, WorkflowStatus> Draft =
        new Dictionary<string, WorkflowStatus> { ["draft"] = WorkflowStatus.Draft }.ToFrozenDictionary();

    /// <summary>Reads it; members nobody asked for are ignored.</summary>
    public static readonly JsonReader<LeadWorkflowBody> Read = Json.Object(fields =>
    {
        var name = LeadWorkflowFields.Name(fields);
        if (name.IsOmitted) fields.Fault("name", "is required, or else 'title'");
        fields.Default("status", Json.Choice(Draft).About("A workflow begins as a draft; the lifecycle endpoints change that."), WorkflowStatus.Draft);
        return new LeadWorkflowBody(name.Or(""), fields.Optional("description", LeadWorkflowFields.Description));
    });
}

/// <summary>The body of PATCH /v1/workflows/{id} (C1, G3): what is omitted stays.</summary>
/// <param name="HasStatus">Whether the body tries to change the status; nothing else of it counts then.</param>
/// <param name="Name">The new name.</param>
/// <param name="Description">The new description.</param>
internal sealed record LeadWorkflowPatch(bool HasStatus, Patch<string> Name, Patch<string> Description)
{
    private static readonly JsonReader<LeadWorkflowPatch> ReadFields = Json.Object(fields => fields.Has("status")
        ? new LeadWorkflowPatch(true, default, default)
        : new LeadWorkflowPatch(false, LeadWorkflowFields.Name(fields), fields.Patch("description", LeadWorkflowFields.Description)));

    /// <summary>Reads it; members nobody asked for are ignored, but one that can be edited must be there.</summary>
    public static readonly JsonReader<LeadWorkflowPatch> Read = value =>
    {
        var before = value.Faults;
        var patch = ReadFields(value);
        if (value.Shape is null && value.Faults == before && patch is { HasStatus: false, Name.IsOmitted: true, Description.IsOmitted: true })
            value.Fault<bool>("must have 'name', 'title' or 'description'");
        return patch;
    };

    /// <summary>The workflow after the patch.</summary>
    public Workflow Apply(Workflow workflow) => workflow with { Name = Name.Or(workflow.Name), Description = Description.Or(workflow.Description!) };
}

/// <summary>The body of POST /v1/workflows/{id}/activate, pause, resume and cancel (C3); it may be left out.</summary>
/// <param name="Reason">Why, for the audit log; null when it is not said.</param>
internal sealed record LeadWorkflowReasonBody(string? Reason)
{
    /// <summary>Without a body.</summary>
    public static readonly LeadWorkflowReasonBody Nothing = new((string?)null);

    /// <summary>Why somebody changes a status.</summary>
    public static readonly JsonReader<string> ReadReason = Json.Text(0, AuditActor.MaxReason)
        .About("Why, for the audit log; it goes before the header `x-audit-reason`.");

    /// <summary>Reads it; members nobody asked for are ignored.</summary>
    public static readonly JsonReader<LeadWorkflowReasonBody> Read = Json.Object(fields => new LeadWorkflowReasonBody(fields.Optional("reason", ReadReason)));
}

/// <summary>The body of PATCH /v1/workflows/{id}/status (C3).</summary>
/// <param name="Action">The command to the workflow.</param>
/// <param name="Reason">Why, for the audit log; null when it is not said.</param>
internal sealed record LeadWorkflowStatusBody(WorkflowAction Action, string? Reason)
{
    private static readonly FrozenDictionary<string, WorkflowAction> Actions = new Dictionary<string, WorkflowAction>
    {
        ["activate"] = WorkflowAction.Activate,
        ["deactivate"] = WorkflowAction.Deactivate,
        ["pause"] = WorkflowAction.Pause,
        ["resume"] = WorkflowAction.Resume,
        ["cancel"] = WorkflowAction.Cancel,
    }.ToFrozenDictionary();

    /// <summary>Reads the body.</summary>
    public static readonly JsonReader<LeadWorkflowStatusBody> Read = Json.Object(fields =>
        new LeadWorkflowStatusBody(
            fields.Required("action", Json.Choice(Actions).About("What to do to the workflow.")),
            fields.Optional("reason", LeadWorkflowReasonBody.ReadReason)));
}

/// <summary>Fields that creating and changing read alike.</summary>
internal static class LeadWorkflowFields
{
    private const int MaxName = 200;
    private const int MaxDescription = 5000;
    private static readonly JsonReader<string> ReadName = Json.Line(1, MaxName);

    public static readonly JsonReader<string> Description = Json.Text(0, MaxDescription).About("What the workflow is for.");

    /// <summary>The name, under either of its names.</summary>
    public static Patch<string> Name(JsonFields fields)
    {
        var name = fields.PatchValue("name", ReadName);
        var title = fields.PatchValue("title", ReadName.About("Another name for `name`."));
        if (name.Has(out var one) && title.Has(out var other) && one is not null && other is not null && one != other) fields.Fault("title", "must be the same as 'name'");
        return name.IsOmitted ? title : name;
    }
}
