using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Events;

/// <summary>The body of POST /events (F1): one event as CloudEvents 1.0 writes it in JSON, or a batch of them.</summary>
internal sealed record EventsBody(IReadOnlyList<CloudEvent> Events)
{
    /// <summary>The most events of one request.</summary>
    public const int MaxEvents = 500;

    /// <summary>The largest event, in octets of JSON.</summary>
    public const int MaxOctets = 256 * 1024;

    private const int MaxId = 200;
    private const int MaxSource = 500;

    // Started by calls of their own, which say for which workflow.
    private static readonly string[] Reserved = [EventType.Manual, EventType.Agent, EventType.Cron, EventType.Webhook, EventType.Form];

    private static readonly JsonReader<JsonElement> ReadData = value =>
    {
        if (value.Shape is { } shape) return shape.Is("object").Done<JsonElement>();
        if (value.Kind != JsonValueKind.Object) return value.Fault<JsonElement>("must be an object");
        return value.Element.Clone();
    };

    private static readonly JsonReader<string> ReadType = Json.Line(1, EventType.MaxLength).Then<string, string>(
        (type, out known) => !Reserved.Contains(EventType.Normalize(known = type)), "must not be a trigger that has a call of its own");

    // Members that nobody knows are extension attributes, and passed over.
    private static readonly JsonReader<CloudEvent> ReadOne = Bounded(Json.Object(fields => Of(fields, ReadType))).Named("CloudEvent");

    private static readonly JsonReader<CloudEvent[]> ReadBatch = Json.Array(ReadOne, 1, MaxEvents);

    /// <summary>Reads what a client sends.</summary>
    public static readonly JsonReader<EventsBody> Read = static value =>
    {
        if (value.Shape is { } shape)
        {
            shape.With("oneOf", new JsonArray(shape.Inner("one", one => ReadOne(one)).Schema, shape.Inner("batch", batch => ReadBatch(batch)).Schema));
            return shape.Done<EventsBody>();
        }

        return new EventsBody(value.Kind == JsonValueKind.Array ? ReadBatch(value) : [ReadOne(value)]);
    };

    /// <summary>Reads what arrives on a queue: it may say whose it is, and may come from the app itself. What is not said is empty.</summary>
    public static readonly JsonReader<CloudEvent> ReadQueued = Bounded(Json.Object(fields => Of(fields, Json.Line(1, EventType.MaxLength)) with
    {
        Organization = fields.Optional("organization", Json.Line(1, 63)) ?? "",
        ReceivedAt = fields.Optional("receivedat", Json.Time),
        Chain = fields.Optional("chain", Json.Line(0, 4000).Then<string, string>((text, out chain) => EventChain.TryParse(chain = text, out _), "must be a chain of workflows")),
    }));

    private static CloudEvent Of(JsonFields fields, JsonReader<string> type)
    {
        fields.Required("specversion", Json.Choice(new Dictionary<string, string> { ["1.0"] = "1.0" }).About("The version of CloudEvents."));
        return new CloudEvent(
            fields.Required("id", Json.Line(1, MaxId).About("Names the event within its source: the same source and id start each workflow once.")),
            fields.Required("source", Json.Line(1, MaxSource).About("Where it happened.")),
            fields.Required("type", type.About("What happened: `contact-created` and `contact_created` are the same.")),
            fields.Optional("subject", Json.Line(1, MaxSource).About("To whom or what it happened: a contact's or a record's id.")),
            fields.Default("time", Json.Time.About("When it happened; now when omitted."), default),
            "",
            fields.Required("data", ReadData.About("What there is to know: `module` and `entity`, and for a change `before` and `after`.")));
    }

    // A run keeps what started it, and must fit into a row.
    private static JsonReader<CloudEvent> Bounded(JsonReader<CloudEvent> read) => value =>
    {
        var happening = read(value);
        if (value.Shape is null && Encoding.UTF8.GetByteCount(value.Element.GetRawText()) > MaxOctets)
            return value.Fault<CloudEvent>($"must have at most {MaxOctets} octets");
        return happening;
    };
}
