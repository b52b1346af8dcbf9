using System.Text.Json.Serialization;
using Cadenza.Domain.Flows;

namespace Cadenza.Functions.Flows.Storage;

/// <summary>How flows and their users are written into rows.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Flow))]
[JsonSerializable(typeof(FlowVersion))]
[JsonSerializable(typeof(UserProgress))]
[JsonSerializable(typeof(FlowProfile))]
internal sealed partial class FlowJson : JsonSerializerContext;
