using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Leads.Http.Nodes;
using Cadenza.Functions.Leads.Http.Workflows;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Webhooks.Http;

namespace Cadenza.Functions.Leads.Http;

/// <summary>How this surface writes its answers (document 001: snake_case).</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(LeadWorkflowReply))]
[JsonSerializable(typeof(LeadWorkflowListReply))]
[JsonSerializable(typeof(LeadWorkflowStatusReply))]
[JsonSerializable(typeof(LeadWorkflowMessageReply))]
[JsonSerializable(typeof(LeadWorkflowAuditReply))]
[JsonSerializable(typeof(NodeReply))]
[JsonSerializable(typeof(NodeListReply))]
[JsonSerializable(typeof(EdgeReply))]
[JsonSerializable(typeof(EdgeListReply))]
[JsonSerializable(typeof(AddLeadsReply))]
[JsonSerializable(typeof(EnrolledLeadListReply))]
[JsonSerializable(typeof(LeadHistoryReply))]
[JsonSerializable(typeof(VariableKeysReply))]
[JsonSerializable(typeof(CallResultReply))]
[JsonSerializable(typeof(LeadEventData))]
[JsonSerializable(typeof(CreatedWebhookReply))]
[JsonSerializable(typeof(WebhookReply))]
[JsonSerializable(typeof(WebhookListReply))]
[JsonSerializable(typeof(WebhookDeliveryReply))]
[JsonSerializable(typeof(WebhookDeliveryListReply))]
internal sealed partial class DialNexaJson : JsonSerializerContext;
