using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Delivery.Outbox.Http;

/// <summary>How the outbox is answered.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(OutboxReply))]
internal sealed partial class OutboxJson : JsonSerializerContext;
