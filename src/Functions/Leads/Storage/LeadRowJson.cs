using System.Text.Json.Serialization;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Leads.Storage;

/// <summary>How leads are written into the row of their batch.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(ValueJson), typeof(UuidIdJson<WorkflowId>), typeof(UuidIdJson<RunId>)])]
[JsonSerializable(typeof(IReadOnlyList<LeadRow>))]
internal sealed partial class LeadRowJson : JsonSerializerContext;
