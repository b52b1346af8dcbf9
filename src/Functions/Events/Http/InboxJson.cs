using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Events.Http;

/// <summary>How the inbox is answered.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(AcceptedEventsReply))]
[JsonSerializable(typeof(EventReply))]
[JsonSerializable(typeof(EventListReply))]
internal sealed partial class InboxJson : JsonSerializerContext;
