using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Auditing.Http;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security.Http;

namespace Cadenza.Functions.Platform.Http;

/// <summary>How keys and the audit log are answered.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(CreatedKeyReply))]
[JsonSerializable(typeof(KeysReply))]
[JsonSerializable(typeof(AuditReply))]
internal sealed partial class PlatformJson : JsonSerializerContext;
