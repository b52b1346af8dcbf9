using System.Text.Json.Serialization;

namespace Cadenza.Functions.Events;

/// <summary>Something that happened, as CloudEvents 1.0 has it (F1). Whoever takes it in takes the same source and id once.</summary>
/// <param name="Id">Names it within its source; the same each time the same happening is told.</param>
/// <param name="Source">Where it happened, a path: <c>/sequences/{id}</c>.</param>
/// <param name="Type">What happened: <c>sequence-completed</c>.</param>
/// <param name="Subject">To whom: a contact's id.</param>
/// <param name="Time">When.</param>
/// <param name="Organization">Whose it is; an extension attribute.</param>
/// <param name="Data">What there is to know.</param>
internal sealed record CloudEvent(
    string Id, string Source, string Type, string Subject, DateTimeOffset Time, string Organization, CloudEventData Data)
{
    /// <summary>The version of CloudEvents.</summary>
    [JsonPropertyOrder(-1)]
    public string Specversion { get; } = "1.0";
}

/// <summary>What there is to know of an event.</summary>
/// <param name="Module">What kind of thing it is about: <c>contacts</c>.</param>
/// <param name="Entity">The thing's properties, by name.</param>
internal sealed record CloudEventData(string Module, IReadOnlyDictionary<string, string?> Entity);

/// <summary>How events are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(Http.Platform.Replies.WireTime)])]
[JsonSerializable(typeof(CloudEvent))]
internal sealed partial class EventsJson : JsonSerializerContext;
