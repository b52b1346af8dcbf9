using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Yaml;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Flows.Http;

/// <summary>A version of a flow on the wire (E2).</summary>
internal sealed record FlowReply(
    [Description("Whether users see the flow; independent of its status.")] bool Active,
    [Description("The snippet that shows the flow, as it was when the flow was created.")] string CodeSnippet,
    [Description("When the steps complete the flow: ON_ALL_STEPS_COMPLETED or ON_LAST_STEP_COMPLETED.")] string CompletionBehavior,
    [Description("When this version was made.")] DateTimeOffset CreatedAt,
    [Description("What the YAML says, encoded as JSON.")] string Data,
    [Description("What the flow is for.")] string? Description,
    [Description("The numeric id; each version has its own.")] long Id,
    [Description("When this version was last changed.")] DateTimeOffset ModifiedAt,
    [Description("The name that people read.")] string Name,
    [Description("The name for programs, the same for all versions.")] string Slug,
    [Description("ACTIVE, ARCHIVED or DRAFT.")] string Status,
    [Description("Who sees the flow; empty for everyone.")] string TargetingLogic,
    [Description("What makes the flow appear: AUTOMATIC or MANUAL.")] string TriggerType,
    [Description("What the flow looks like: ANNOUNCEMENT, BANNER, CARD, CHECKLIST, CUSTOM, FORM, SURVEY or TOUR.")] string Type,
    [Description("The number of the version, from 1.")] int Version)
{
    /// <summary>The version as it is answered.</summary>
    public static FlowReply Of(FlowView view) => new(
        view.Version.IsShown,
        view.Flow.CodeSnippet,
        FlowEnumNames.Of(view.Version.Completion),
        view.Version.CreatedAt,
        FlowData.OfStored(view.Version.Data).Json,
        view.Version.Description,
        view.Version.Id,
        view.Version.ModifiedAt,
        view.Version.Name,
        view.Flow.Slug,
        FlowEnumNames.Of(view.Entry.Status),
        view.Version.TargetingLogic,
        FlowEnumNames.Of(view.Version.Trigger),
        FlowEnumNames.Of(view.Version.Type),
        view.Entry.Version);

    /// <summary>The entity tag of a version: of all that its answer shows, the status in its flow included.</summary>
    public static EntityTag TagOf(FlowView view)
    {
        var shown = JsonSerializer.SerializeToUtf8Bytes(Of(view), FrigadeJson.Default.FlowReply);
        return new EntityTag(Convert.ToHexStringLower(SHA256.HashData([.. shown, .. Encoding.UTF8.GetBytes(view.Version.Data)]).AsSpan(0, 16)));
    }
}

/// <summary>A part of the flows on the wire.</summary>
internal sealed record FlowListReply(
    [Description("The flows of this part.")] IReadOnlyList<FlowReply> Data,
    [Description("How many flows stand before them.")] int Offset,
    [Description("The most that were asked for.")] int Limit);

/// <summary>The versions of a flow on the wire.</summary>
internal sealed record FlowVersionsReply([Description("The versions, newest first.")] IReadOnlyList<FlowReply> Data);
