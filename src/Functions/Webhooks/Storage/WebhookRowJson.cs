using System.Text.Json.Serialization;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Webhooks.Storage;

/// <summary>How the attempts of a delivery are written into its row.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(ValueJson), typeof(UuidIdJson<WorkflowId>), typeof(UuidIdJson<RunId>)])]
[JsonSerializable(typeof(IReadOnlyList<WebhookAttempt>))]
internal sealed partial class WebhookRowJson : JsonSerializerContext;
