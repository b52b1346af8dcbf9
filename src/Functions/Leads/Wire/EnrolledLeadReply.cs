using System.ComponentModel;
using System.Text.Json.Serialization;
using Cadenza.Domain.Leads;
using Cadenza.Functions.Platform.Http.Paging;

namespace Cadenza.Functions.Leads.Wire;

/// <summary>A lead on the wire (C8).</summary>
internal sealed record EnrolledLeadReply(
    [Description("The lead's id.")] string Id,
    [Description("The number, in E.164.")] string PhoneNumber,
    [Description("pending, in_progress, completed, removed or failed.")] string Status,
    [Description("What else is known of the lead.")] IReadOnlyDictionary<string, string> Variables,
    [Description("The node where the lead is, or was last; null before the first.")] string? CurrentNodeId,
    [Description("How its way ended: converted, dropped, or a code of what went wrong; null while it has not.")] string? Outcome,
    [Description("When it was enrolled.")] DateTimeOffset EnrolledAt,
    [Description("When it came to its node.")] DateTimeOffset? EnteredAt,
    [Description("When its way ended.")] DateTimeOffset? EndedAt)
{
    /// <summary>The lead as it is answered.</summary>
    public static EnrolledLeadReply Of(Lead lead) => new(
        lead.Id.ToString(),
        lead.Phone,
        StatusOf(lead.Status),
        lead.Variables,
        lead.Node,
        lead.IsLive ? null : lead.Outcome,
        lead.EnrolledAt,
        lead.EnteredAt,
        lead.EndedAt);

    /// <summary>A status on the wire.</summary>
    public static string StatusOf(LeadStatus status) => status == LeadStatus.InProgress ? "in_progress" : status.ToString().ToLowerInvariant();
}

/// <summary>A page of leads on the wire.</summary>
internal sealed record EnrolledLeadListReply(
    [Description("The leads of this page, in the order they were enrolled.")] IReadOnlyList<EnrolledLeadReply> Data,
    [Description("Where the page is.")] PageMeta Meta);

/// <summary>What came of adding leads (C8).</summary>
internal sealed record AddLeadsReply(
    [Description("The workflow.")] string WorkflowId,
    [Description("How many were enrolled.")] int LeadsEnrolled,
    [Description("What was done, in words.")] string Message,
    [Description("What was wrong with the rows that were left out, as in the `errors` of a refusal; only with `partial=true`.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string[]>? Errors);

/// <summary>Where a lead has been (C8).</summary>
internal sealed record LeadHistoryReply(
    [Description("The lead.")] string LeadId,
    [Description("pending, in_progress, completed, removed or failed.")] string Status,
    [Description("The node where the lead is; null when it is nowhere.")] string? CurrentNodeId,
    [Description("The nodes it has come to, in order; the last one has no `exited_at` while the lead is there.")] IReadOnlyList<LeadPassageReply> History)
{
    /// <summary>The history as it is answered.</summary>
    public static LeadHistoryReply Of(LeadHistory history)
    {
        var lead = history.Lead;
        var passed = history.Passages.Select(LeadPassageReply.Of);
        var here = history.Node is { } node && lead.EnteredAt is { } entered
            ? [new LeadPassageReply(node.Step.Id, node.Step.Name, node.Type, "in_progress", null, lead.Stage == LeadStage.Calling ? lead.Outcome : null, entered, null, [])]
            : Array.Empty<LeadPassageReply>();
        return new(lead.Id.ToString(), EnrolledLeadReply.StatusOf(lead.Status), lead.IsLive ? lead.Node : null, [.. passed, .. here]);
    }
}

/// <summary>A node that a lead has come to.</summary>
internal sealed record LeadPassageReply(
    [Description("The node.")] string NodeId,
    [Description("What it was called.")] string? NodeLabel,
    [Description("Its type.")] string NodeType,
    [Description("completed, failed, skipped, removed, moved or in_progress.")] string Status,
    [Description("What came of it: `true`, `NO_ANSWER`, a code.")] string? Outcome,
    [Description("The call that was made there.")] string? CallId,
    [Description("When the lead came.")] DateTimeOffset EnteredAt,
    [Description("When it left; null while it is there.")] DateTimeOffset? ExitedAt,
    [Description("What a person should know, such as variables that had no value.")] IReadOnlyList<string> Warnings)
{
    /// <summary>The passage as it is answered.</summary>
    public static LeadPassageReply Of(LeadPassage passage) => new(
        passage.Node, passage.Label, passage.Type, passage.Status, passage.Outcome, passage.CallId, passage.EnteredAt, passage.ExitedAt, passage.Warnings ?? []);
}

/// <summary>The names of the variables that leads came with (C8).</summary>
internal sealed record VariableKeysReply([Description("The names, in the order they first came; without `phone_number`.")] IReadOnlyList<string> Keys);

/// <summary>That a result was taken.</summary>
internal sealed record CallResultReply([Description("True.")] bool Accepted);
