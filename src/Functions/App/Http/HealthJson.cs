using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.App.Http;

/// <summary>How the app says whether it is well.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(HealthReply))]
[JsonSerializable(typeof(ReadyReply))]
internal sealed partial class HealthJson : JsonSerializerContext;
