using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Leads.Http.Nodes;
using Cadenza.Functions.Leads.Http.Workflows;
using Cadenza.Functions.Leads.Wire;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Leads.Http;

/// <summary>How leads and their workflows are answered: snake_case, as document 001 has it.</summary>
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
internal sealed partial class LeadsJson : JsonSerializerContext;
