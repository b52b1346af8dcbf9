using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Flows.Http.States;
using Cadenza.Functions.Flows.Http.Targeting;
using Cadenza.Functions.Flows.Http.Users;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Flows.Http;

/// <summary>How this surface writes its answers (document 003: camelCase).</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(WireTime), typeof(EncodedJsonConverter)])]
[JsonSerializable(typeof(FlowReply))]
[JsonSerializable(typeof(FlowListReply))]
[JsonSerializable(typeof(FlowVersionsReply))]
[JsonSerializable(typeof(FlowStatesReply))]
[JsonSerializable(typeof(UserFlowStateReply))]
[JsonSerializable(typeof(FlowUserReply))]
[JsonSerializable(typeof(FlowUserDetailReply))]
[JsonSerializable(typeof(FlowGroupReply))]
[JsonSerializable(typeof(TargetingReply))]
internal sealed partial class FrigadeJson : JsonSerializerContext;
