using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Platform.Security.Http;

/// <summary>How keys are answered.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(CreatedKeyReply))]
[JsonSerializable(typeof(KeysReply))]
internal sealed partial class KeysJson : JsonSerializerContext;
