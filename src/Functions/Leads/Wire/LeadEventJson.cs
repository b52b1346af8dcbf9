using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Leads.Wire;

/// <summary>How the data of a lead's event is written: snake_case, as the endpoints of document 001 answer.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(LeadEventData))]
internal sealed partial class LeadEventJson : JsonSerializerContext;
