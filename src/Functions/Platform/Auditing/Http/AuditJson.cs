using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Platform.Auditing.Http;

/// <summary>How the audit log is answered.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(AuditReply))]
internal sealed partial class AuditJson : JsonSerializerContext;
