using System.Text.Json;
using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Events;

/// <summary>Something that happened, as CloudEvents 1.0 has it (F1). Whoever takes it in takes the same source and id once.</summary>
/// <param name="Id">Names it within its source; the same each time the same happening is told.</param>
/// <param name="Source">Where it happened, a path: <c>/sequences/{id}</c>.</param>
/// <param name="Type">What happened: <c>sequence-completed</c>.</param>
/// <param name="Subject">To whom or what: a contact's id; null when there is nobody.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Organization">Whose it is; an extension attribute.</param>
/// <param name="Data">What there is to know: <c>module</c>, <c>entity</c>, <c>before</c>, <c>after</c> and whatever else (<see cref="EventData"/>).</param>
internal sealed record CloudEvent(
    string Id, string Source, string Type, string? Subject, DateTimeOffset Time, string Organization, JsonElement Data)
{
    /// <summary>The most levels that <see cref="Data"/> has: fewer than a value may have, since runs put what they were told into their steps.</summary>
    public const int MaxDataDepth = 96;

    /// <summary>The version of CloudEvents.</summary>
    [JsonPropertyOrder(-1)]
    public string Specversion { get; } = "1.0";

    /// <summary>Which workflows led to it, when a workflow did; an extension attribute (<see cref="EventChain"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Chain { get; init; }

    /// <summary>
    /// When the app said that it had it, to the millisecond; null for an event that others put into a queue. An extension
    /// attribute; the order of events is that of these times.
    /// </summary>
    [JsonPropertyName("receivedat")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>The event, taken in at a time.</summary>
    public CloudEvent Received(DateTimeOffset at) => this with { ReceivedAt = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero) };
}

/// <summary>How events are written.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(CloudEvent))]
[JsonSerializable(typeof(UnreadableEvent))]
[JsonSerializable(typeof(EventReference))]
internal sealed partial class EventsJson : JsonSerializerContext;
