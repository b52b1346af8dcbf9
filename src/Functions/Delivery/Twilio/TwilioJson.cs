using System.Text.Json.Serialization;

namespace Cadenza.Functions.Delivery.Twilio;

/// <summary>JSON in a form of Twilio's.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TwilioJson : JsonSerializerContext;
