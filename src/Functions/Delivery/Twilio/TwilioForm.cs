using System.Globalization;
using System.Text.Json;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Twilio;

/// <summary>The form that Twilio's Messages resource takes.</summary>
internal static class TwilioForm
{
    /// <summary>A text message.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(SmsMessage message, string? from, string? messagingServiceSid) =>
    [
        new("To", message.To),
        messagingServiceSid is null ? new("From", from!) : new("MessagingServiceSid", messagingServiceSid),
        new("Body", message.Body),
    ];

    /// <summary>A text to WhatsApp.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(WhatsAppText message, string? from)
    {
        var form = new List<KeyValuePair<string, string>> { new("To", WhatsAppContent.TwilioPrefix + message.To) };
        if ((message.Sender ?? from) is { } sender) form.Add(new("From", WhatsAppContent.IsTwilio(sender) ? sender : WhatsAppContent.TwilioPrefix + sender));
        form.Add(new("Body", message.Body));
        return form;
    }

    /// <summary>A WhatsApp template: its name is the content's SID, its places are the content's variables.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(WhatsAppMessage message)
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("To", WhatsAppContent.TwilioPrefix + message.To),
            new("From", message.Sender),
            new("ContentSid", message.Template),
        };
        var variables = Variables(message);
        if (variables.Count > 0) form.Add(new("ContentVariables", JsonSerializer.Serialize(variables, TwilioJson.Default.DictionaryStringString)));
        return form;
    }

    // Twilio numbers the places of a content from 1, whatever part of it they are in; named places keep their names.
    private static Dictionary<string, string> Variables(WhatsAppMessage message)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var value in message.Components.SelectMany(component => component.Parameters).SelectMany(Flat))
        {
            variables[value.Name ?? (++number).ToString(CultureInfo.InvariantCulture)] = value.Text;
        }

        return variables;
    }

    private static IEnumerable<(string? Name, string Text)> Flat(WhatsAppValue value) => value switch
    {
        WhatsAppValue.Text text => [(text.Name, text.Value)],
        WhatsAppValue.Media media => [(null, media.Link)],
        WhatsAppValue.Location place => [(null, place.Latitude), (null, place.Longitude), (null, place.Name), (null, place.Address)],
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, "A value that Twilio has no variable for."),
    };
}
