using System.Text.Json.Serialization;

namespace Cadenza.Functions.Webhooks.Storage;

/// <summary>How the attempts of a delivery are written into its row: as <see cref="Platform.Tables.StorageJson"/> does, of which a test makes sure.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<WebhookAttempt>))]
internal sealed partial class WebhookRowJson : JsonSerializerContext;
