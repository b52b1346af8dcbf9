using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.App.Health;
using Cadenza.Functions.Delivery.Outbox.Http;
using Cadenza.Functions.Events.Http;
using Cadenza.Functions.Platform.Auditing.Http;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security.Http;
using Cadenza.Functions.Workflows.Http.Catalog;
using Cadenza.Functions.Workflows.Http.Hooks;

namespace Cadenza.Functions.Platform.Http;

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
