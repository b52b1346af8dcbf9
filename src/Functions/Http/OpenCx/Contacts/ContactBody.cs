using Cadenza.Domain.Contacts;
using Cadenza.Functions.Http.Platform.Bodies;

namespace Cadenza.Functions.Http.OpenCx.Contacts;

/// <summary>The body of POST /contacts (B11).</summary>
internal sealed record ContactBody(
    string? Name, EmailAddress? Email, PhoneNumber? Phone, IReadOnlyDictionary<string, string> Attributes, bool Unsubscribed)
{
    private const int MaxAttributes = 100;
    private const int MaxAttributeName = 100;
    private const int MaxAttributeValue = 2000;

    private static readonly JsonReader<EmailAddress> Address =
        Json.Line(1, 254).Then<string, EmailAddress>(EmailAddress.TryParse, "must be an e-mail address");

    private static readonly JsonReader<PhoneNumber> Number =
        Json.Line(1, 40).Then<string, PhoneNumber>(PhoneNumber.TryParse, "must be a phone number in E.164, such as +14155550100");

    private static readonly JsonReader<Dictionary<string, string>> AttributeMap = Json.Map(Json.Text(0, MaxAttributeValue), MaxAttributes);

    /// <summary>Reads it; the object is closed.</summary>
    public static readonly JsonReader<ContactBody> Read = Json.Closed(fields =>
    {
        var body = new ContactBody(
            fields.Optional("name", Json.Line(1, 200)),
            fields.Optional("email", Address, absent: null),
            fields.Optional("phone", Number, absent: null),
            fields.Optional("attributes", AttributeMap) ?? [],
            fields.Optional("unsubscribed", Json.Bool, absent: false) ?? false);
        if (body.Email is null && body.Phone is null) fields.Fault("email", "is required, unless 'phone' is given");
        if (body.Attributes.Keys.Any(name => name.Length is 0 or > MaxAttributeName))
        {
            fields.Fault("attributes", $"must have names of 1 to {MaxAttributeName} characters");
        }

        return body;
    });
}
