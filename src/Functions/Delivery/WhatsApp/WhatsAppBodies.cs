using System.Text.RegularExpressions;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Delivery.WhatsApp;

/// <summary>Reads the data of <c>send_whatsapp_messages</c>; <c>WhatsAppTemplateMappingDto</c> and all in it is closed (B4).</summary>
internal static partial class WhatsAppBodies
{
    private const string InOrder = "What is put in its places, in their order.";
    private const int MaxName = 512;
    private const int MaxValue = 4096;
    private const int MaxParameters = 100;
    private const int MaxButtons = 100;

    private static readonly JsonReader<ContactReference> Reference = Json.Choice(new Dictionary<string, ContactReference>
    {
        ["CONTACT_NAME"] = ContactReference.Name,
        ["CONTACT_EMAIL"] = ContactReference.Email,
        ["CONTACT_NUMBER"] = ContactReference.Number,
    });

    private static readonly JsonReader<string> Fallback = Json.Text(0, MaxValue).About("Stands in for a value that is missing or empty.");

    private static readonly JsonReader<WhatsAppVariable> Variable = Json.OneOf<WhatsAppVariable>(
        "type",
        new Dictionary<string, Func<JsonFields, WhatsAppVariable>>
        {
            [GlobalDynamicVariable.Type] = fields => new GlobalDynamicVariable(
                fields.Required("ref", Reference.About("Which property of the contact.")), fields.Required("fallback", Fallback)),
            [DynamicVariable.Type] = fields => new DynamicVariable(
                fields.Required("ref", TemplateReader.Checked(Json.Text(0, MaxValue)).About("The name of an attribute of the contact, a variable such as contact.name, or a Liquid template with such variables.")),
                fields.Required("fallback", Fallback)),
            [ConstantVariable.Type] = fields => new ConstantVariable(fields.Required("value", Json.Text(0, MaxValue).About("The value, the same for everyone."))),
        },
        closed: true).Named("WhatsAppTemplateVariableDto");

    private static readonly JsonReader<WhatsAppVariable> Value = Variable.About("What is put in its place.");

    private static readonly JsonReader<WhatsAppMedia> Media = Json.Closed(fields => new WhatsAppMedia(fields.Required("link", Variable.About("The address that WhatsApp fetches the file from."))));

    private static readonly JsonReader<WhatsAppPlace> Place = Json.Closed(fields => new WhatsAppPlace(
        fields.Required("latitude", Variable.About("Degrees north.")),
        fields.Required("longitude", Variable.About("Degrees east.")),
        fields.Required("name", Variable.About("What the place is called.")),
        fields.Required("address", Variable.About("Its address."))));

    private static readonly JsonReader<WhatsAppHeaderParameter> HeaderParameter = Json.OneOf<WhatsAppHeaderParameter>(
        "type",
        new Dictionary<string, Func<JsonFields, WhatsAppHeaderParameter>>
        {
            [WhatsAppHeaderText.Type] = fields => new WhatsAppHeaderText(fields.Required("text", Value), ParameterName(fields)),
            [WhatsAppImage.Type] = fields => new WhatsAppImage(fields.Required("image", Media.About("JPEG, JPG, PNG."))),
            [WhatsAppVideo.Type] = fields => new WhatsAppVideo(fields.Required("video", Media.About("MP4."))),
            [WhatsAppDocument.Type] = fields => new WhatsAppDocument(fields.Required("document", Media.About("PDF."))),
            [WhatsAppLocation.Type] = fields => new WhatsAppLocation(fields.Required("location", Place.About("A place on the map."))),
        },
        closed: true);

    private static readonly JsonReader<WhatsAppHeader> Header = Component(WhatsAppHeader.ComponentType, fields =>
        new WhatsAppHeader(fields.Required("parameters", Json.Array(HeaderParameter, 0, MaxParameters).About(InOrder))));

    private static readonly JsonReader<WhatsAppBodyText> BodyText = Component(WhatsAppHeaderText.Type, fields =>
        new WhatsAppBodyText(fields.Required("text", Value), ParameterName(fields)));

    private static readonly JsonReader<WhatsAppBody> Body = Component(WhatsAppBody.ComponentType, fields =>
        new WhatsAppBody(fields.Required("parameters", Json.Array(BodyText, 0, MaxParameters).About(InOrder))));

    private static readonly JsonReader<WhatsAppButtonText> ButtonText = Component(WhatsAppHeaderText.Type, fields =>
        new WhatsAppButtonText(fields.Required("text", Value)));

    private static readonly JsonReader<string> ButtonIndex =
        Json.Choice(Enumerable.Range(0, 10).ToDictionary(index => $"{index}", index => $"{index}"));

    private static readonly JsonReader<WhatsAppButton> Button = Component(WhatsAppButton.ComponentType, fields =>
    {
        fields.Required("sub_type", Word(WhatsAppButton.UrlSubType).About("A button that opens a page."));
        return new WhatsAppButton(
            fields.Required("index", ButtonIndex.About("Which button of the template.")),
            fields.Required("parameters", Json.Array(ButtonText, 0, MaxParameters).About(InOrder)));
    });

    // Absent and null differ here: the document's schema has no null.
    private static readonly JsonReader<WhatsAppTemplateMapping> Mapping = Json.Closed(fields => new WhatsAppTemplateMapping(
        fields.Default("header", Header.About("What fills the header.")!, null),
        fields.Default("body", Body.About("What fills the body.")!, null),
        fields.Default("buttons", Json.Array(Button, 0, MaxButtons).About("What fills the addresses of the buttons.")!, null))).Named("WhatsAppTemplateMappingDto");

    private static readonly JsonReader<WhatsAppTemplate> Template = TemplateNamed(Json.Line(1, MaxName));

    private static readonly JsonReader<WhatsAppTemplate> TwilioTemplate = TemplateNamed(
        Json.Line(1, MaxName).Then<string, string>(IsContentSid, "must be the SID of a content template of Twilio, HX and 32 hexadecimal digits"));

    /// <summary>The data of the action.</summary>
    public static readonly JsonReader<WhatsAppContent> Content = Json.Object(fields =>
    {
        var sender = fields.Required("phone_number_id", Json.Line(1, 100).Then<string, string>(IsSender, "must be the id of a phone number of the Cloud API, or whatsapp: and a number in E.164").About("The sender."));
        return new WhatsAppContent(sender, fields.Required("template", (WhatsAppContent.IsTwilio(sender) ? TwilioTemplate : Template).About("The template and what fills it.")));
    });

    private static JsonReader<WhatsAppTemplate> TemplateNamed(JsonReader<string> name) => Json.Object(fields => new WhatsAppTemplate(
        fields.Required("name", name.About("The template's name.")),
        fields.Required("language", Json.Line(1, 100).About("The code of its language, such as en_US.")),
        fields.Required("parameters", Mapping.About("What fills its places."))));

    private static string? ParameterName(JsonFields fields) => fields.Default<string?>("parameter_name", Json.Text(0, MaxName).About("Required if parameters are named."), null);

    private static JsonReader<string> Word(string word) => Json.Choice(new Dictionary<string, string> { [word] = word });

    private static JsonReader<T> Component<T>(string type, Func<JsonFields, T> read) => Json.Closed(fields =>
    {
        fields.Required("type", Word(type));
        return read(fields);
    });

    private static bool IsSender(string text, out string sender)
    {
        sender = text;
        return !WhatsAppContent.IsTwilio(text) || PhoneNumberReader.TryReadKnown(text[WhatsAppContent.TwilioPrefix.Length..], PhoneRegion.None, out _, out _);
    }

    private static bool IsContentSid(string text, out string sid)
    {
        sid = text;
        return ContentSid().IsMatch(text);
    }

    [GeneratedRegex(@"\AHX[0-9a-fA-F]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContentSid();
}
