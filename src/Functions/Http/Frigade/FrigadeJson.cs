using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Http.Frigade.Flows;
using Cadenza.Functions.Http.Frigade.States;
using Cadenza.Functions.Http.Frigade.Targeting;
using Cadenza.Functions.Http.Frigade.Users;
using Cadenza.Functions.Http.Platform.Replies;

namespace Cadenza.Functions.Http.Frigade;

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
