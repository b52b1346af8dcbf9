using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Records.Http;

/// <summary>How records are answered (document 002: camelCase).</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(RecordReply))]
[JsonSerializable(typeof(RecordListReply))]
internal sealed partial class RecordJson : JsonSerializerContext;
