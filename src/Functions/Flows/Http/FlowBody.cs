using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Yaml;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Flows.Http;

/// <summary>The body of POST /v1/flows (E3).</summary>
internal sealed record FlowBody(FlowContent Content, string? Slug)
{
    /// <summary>Reads it; members nobody knows are ignored.</summary>
    public static readonly JsonReader<FlowBody> Read = Json.Object(fields => new FlowBody(
        new FlowContent(
            fields.Required("name", FlowFields.Name),
            fields.Optional("description", FlowFields.Description),
            fields.Default("type", FlowFields.Type, FlowType.Checklist),
            fields.Default("active", FlowFields.IsShown, true),
            fields.Optional("targetingLogic", FlowFields.Targeting) ?? "",
            fields.Required("data", FlowFields.Data)?.Yaml ?? "",
            fields.Default("completionBehavior", FlowFields.Completion, CompletionBehavior.OnAllStepsCompleted),
            fields.Default("triggerType", FlowFields.Trigger, FlowTrigger.Automatic)),
        fields.Optional("slug", FlowFields.Slug)));
}

/// <summary>The body of PUT /v1/flows/{id} (E1, G3): what is omitted stays.</summary>
internal sealed record FlowPatch(
    Patch<bool> IsShown,
    Patch<FlowData> Data,
    Patch<string> Description,
    Patch<string> Name,
    Patch<string> TargetingLogic,
    Patch<FlowType> Type,
    Patch<CompletionBehavior> Completion,
    Patch<FlowTrigger> Trigger)
{
    /// <summary>Reads it; members nobody knows are ignored.</summary>
    public static readonly JsonReader<FlowPatch> Read = Json.Object(fields => new FlowPatch(
        fields.PatchValue("active", FlowFields.IsShown),
        fields.PatchValue("data", FlowFields.Data),
        fields.Patch("description", FlowFields.Description),
        fields.PatchValue("name", FlowFields.Name),
        fields.Patch("targetingLogic", FlowFields.Targeting),
        fields.PatchValue("type", FlowFields.Type),
        fields.PatchValue("completionBehavior", FlowFields.Completion),
        fields.PatchValue("triggerType", FlowFields.Trigger)));

    /// <summary>The version after the patch; the same when the patch says nothing new.</summary>
    public FlowVersion Apply(FlowVersion version, DateTimeOffset now)
    {
        var changed = version with
        {
            IsShown = IsShown.Or(version.IsShown),
            Data = Data.Has(out var data) ? data.Yaml : version.Data,
            Description = Description.Or(version.Description!),
            Name = Name.Or(version.Name),
            TargetingLogic = TargetingLogic.Or(version.TargetingLogic, ""),
            Type = Type.Or(version.Type),
            Completion = Completion.Or(version.Completion),
            Trigger = Trigger.Or(version.Trigger),
        };
        return changed.Equals(version) ? version : changed with { ModifiedAt = now };
    }

    /// <summary>The names of the members that the patch gives.</summary>
    public string[] Members() =>
    [
        .. new[]
        {
            IsShown.IsOmitted ? null : "active",
            Data.IsOmitted ? null : "data",
            Description.IsOmitted ? null : "description",
            Name.IsOmitted ? null : "name",
            TargetingLogic.IsOmitted ? null : "targetingLogic",
            Type.IsOmitted ? null : "type",
            Completion.IsOmitted ? null : "completionBehavior",
            Trigger.IsOmitted ? null : "triggerType",
        }.OfType<string>(),
    ];
}

/// <summary>The body of PUT /v1/flows/{id}/activate (E3).</summary>
internal sealed record ActivateBody(ArchiveBehavior Behavior)
{
    private static readonly JsonReader<ArchiveBehavior> Choice = Json.Choice(FlowEnumNames.ByWord<ArchiveBehavior>()).About(
        "What becomes of the users of the version that was live: those in the middle of it leave for good, or begin again; or everyone begins again.");

    /// <summary>Reads the body.</summary>
    public static readonly JsonReader<ActivateBody> Read =
        Json.Object(fields => new ActivateBody(fields.Default("archiveBehavior", Choice, ArchiveBehavior.ExitExistingUsers)));
}
