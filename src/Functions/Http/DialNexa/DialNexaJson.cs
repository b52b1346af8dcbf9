using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Http.DialNexa.Leads;
using Cadenza.Functions.Http.DialNexa.Nodes;
using Cadenza.Functions.Http.DialNexa.Webhooks;
using Cadenza.Functions.Http.DialNexa.Workflows;
using Cadenza.Functions.Http.Platform.Replies;

namespace Cadenza.Functions.Http.DialNexa;

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
