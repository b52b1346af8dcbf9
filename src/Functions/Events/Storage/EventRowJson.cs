using System.Text.Json.Serialization;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Events.Storage;

/// <summary>How what came of an event is written into its row: as <see cref="StorageJson"/> does, of which a test makes sure.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(UuidIdJson<WorkflowId>), typeof(UuidIdJson<RunId>)])]
[JsonSerializable(typeof(IReadOnlyList<EventOutcome>))]
internal sealed partial class EventRowJson : JsonSerializerContext;
