using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Cadenza.Functions.Leads.Wire;

/// <summary>The member <c>data</c> of what webhooks are told of leads: the same shapes as the endpoints answer.</summary>
internal sealed record LeadEventData(
    [Description("The workflow.")] string WorkflowId,
    [Description("The lead, as it was when this was told.")] EnrolledLeadReply Lead,
    [Description("The node that was left; only with lead.step.")][property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LeadPassageReply? Step);
