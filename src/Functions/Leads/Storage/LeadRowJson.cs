using System.Text.Json.Serialization;

namespace Cadenza.Functions.Leads.Storage;

/// <summary>How leads are written into the row of their batch: as <see cref="Platform.Tables.StorageJson"/> does, of which a test makes sure.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<LeadRow>))]
internal sealed partial class LeadRowJson : JsonSerializerContext;
