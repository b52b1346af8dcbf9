using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Http.Platform.Audit;
using Cadenza.Functions.Http.Platform.Catalog;
using Cadenza.Functions.Http.Platform.Events;
using Cadenza.Functions.Http.Platform.Health;
using Cadenza.Functions.Http.Platform.Hooks;
using Cadenza.Functions.Http.Platform.Keys;
using Cadenza.Functions.Http.Platform.Outbox;
using Cadenza.Functions.Http.Platform.Replies;

namespace Cadenza.Functions.Http.Platform;

/// <summary>How the platform's own answers are written.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(HealthReply))]
[JsonSerializable(typeof(OutboxReply))]
[JsonSerializable(typeof(CreatedKeyReply))]
[JsonSerializable(typeof(KeysReply))]
[JsonSerializable(typeof(ReadyReply))]
[JsonSerializable(typeof(AuditReply))]
[JsonSerializable(typeof(AcceptedEventsReply))]
[JsonSerializable(typeof(EventReply))]
[JsonSerializable(typeof(EventListReply))]
[JsonSerializable(typeof(HookReply))]
[JsonSerializable(typeof(TriggerCatalogReply))]
[JsonSerializable(typeof(ActionCatalogReply))]
[JsonSerializable(typeof(OperatorCatalogReply))]
internal sealed partial class PlatformJson : JsonSerializerContext;
