using System.Text.Json;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.WhatsApp;

/// <summary>A template message as the WhatsApp Cloud API takes it (B4).</summary>
internal static class CloudRequest
{
    /// <summary>The body of <c>POST /{phone_number_id}/messages</c>.</summary>
    public static byte[] Write(WhatsAppMessage message)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("messaging_product", "whatsapp");
            json.WriteString("recipient_type", "individual");
            json.WriteString("to", message.To);
            json.WriteString("type", "template");
            json.WriteStartObject("template");
            json.WriteString("name", message.Template);
            json.WriteStartObject("language");
            json.WriteString("code", message.Language);
            json.WriteEndObject();
            if (message.Components.Count > 0) WriteAll(json, "components", message.Components, WriteComponent);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void WriteComponent(Utf8JsonWriter json, WhatsAppComponent component)
    {
        json.WriteStartObject();
        json.WriteString("type", component.Type);
        if (component.SubType is not null) json.WriteString("sub_type", component.SubType);
        if (component.Index is not null) json.WriteString("index", component.Index);
        WriteAll(json, "parameters", component.Parameters, WriteValue);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, WhatsAppValue value)
    {
        json.WriteStartObject();
        switch (value)
        {
            case WhatsAppValue.Text text:
                json.WriteString("type", "text");
                if (text.Name is not null) json.WriteString("parameter_name", text.Name);
                json.WriteString("text", text.Value);
                break;
            case WhatsAppValue.Media media:
                json.WriteString("type", media.Kind);
                json.WriteStartObject(media.Kind);
                json.WriteString("link", media.Link);
                json.WriteEndObject();
                break;
            case WhatsAppValue.Location place:
                json.WriteString("type", "location");
                json.WriteStartObject("location");
                json.WriteString("latitude", place.Latitude);
                json.WriteString("longitude", place.Longitude);
                json.WriteString("name", place.Name);
                json.WriteString("address", place.Address);
                json.WriteEndObject();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, "A value that the Cloud API does not know.");
        }

        json.WriteEndObject();
    }

    private static void WriteAll<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }
}
