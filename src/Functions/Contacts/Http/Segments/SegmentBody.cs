using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Contacts.Http.Segments;

/// <summary>The body of POST /segments (B11).</summary>
internal sealed record SegmentBody(string Name, ContactsFilter? Filter)
{
    /// <summary>Reads the body, and refuses members that it does not know.</summary>
    public static readonly JsonReader<SegmentBody> Read = Json.Closed(fields => new SegmentBody(
        fields.Required("name", SegmentFields.Name),
        fields.Optional("filter", FilterBody.ReadRequired.About("Who belongs to the segment; without it the segment is a list."))));
}

/// <summary>The body of PATCH /segments/{id} (B11, G3): what is omitted stays.</summary>
internal sealed record SegmentPatch(Patch<string> Name, Patch<ContactsFilter> Filter)
{
    /// <summary>Reads the body, and refuses members that it does not know.</summary>
    public static readonly JsonReader<SegmentPatch> Read = Json.Closed(fields => new SegmentPatch(
        fields.PatchValue("name", SegmentFields.Name),
        fields.PatchValue("filter", FilterBody.ReadRequired.About("Who belongs to the segment from now on; a list cannot get one."))));

    /// <summary>The names of the members that the patch gives.</summary>
    public string[] Members() => [.. new[] { Name.IsOmitted ? null : "name", Filter.IsOmitted ? null : "filter" }.OfType<string>()];

    /// <summary>The segment after the patch.</summary>
    public Segment Apply(Segment segment, DateTimeOffset now) => segment with
    {
        Name = Name.Or(segment.Name),
        Filter = Filter.Has(out var filter) ? filter : segment.Filter,
        UpdatedAt = now,
    };
}

/// <summary>The body of POST /segments/{id}/contacts (B11).</summary>
internal sealed record SegmentMembersBody(IReadOnlyList<ContactName> Contacts)
{
    /// <summary>The most contacts of one request.</summary>
    public const int MaxContacts = 1000;

    /// <summary>Reads the body, and refuses members that it does not know.</summary>
    public static readonly JsonReader<SegmentMembersBody> Read = Json.Closed(fields => new SegmentMembersBody(
        fields.Required("contacts", Json.Array(ContactName.Read, 1, MaxContacts).About("The contacts to add, each by its id, e-mail address or phone number."))));
}

/// <summary>A contact named by exactly one of its id, e-mail address and phone number.</summary>
internal sealed record ContactName(ContactId? Id, EmailAddress? Email, PhoneNumber? Phone)
{
    private static readonly JsonReader<ContactId> ReadId = Json.Text(0, 100).Then<string, ContactId>(ContactId.TryParse, "must be a UUID", "uuid");

    /// <summary>Reads the body, and refuses members that it does not know.</summary>
    public static readonly JsonReader<ContactName> Read = Json.Closed(fields =>
    {
        var before = fields.Faults;
        var name = new ContactName(
            fields.Default<ContactId?>("id", value => ReadId(value), null),
            fields.Default<EmailAddress?>("email", value => ContactFields.Email(value), null),
            fields.Default<PhoneNumber?>("phone", value => PhoneFields.Known(value), null));
        var given = (name.Id is null ? 0 : 1) + (name.Email is null ? 0 : 1) + (name.Phone is null ? 0 : 1);
        if (fields.Faults == before && given != 1) fields.Fault("id", "must be given, or else 'email' or 'phone', and only one of them");
        return name;
    }).Named("ContactName");

    /// <summary>As it is answered where there is no such contact.</summary>
    public string Given => Id?.ToString() ?? Email?.ToString() ?? Phone!.Value.ToString();
}

/// <summary>Fields that creating and changing read alike.</summary>
internal static class SegmentFields
{
    public static readonly JsonReader<string> Name = Json.Line(1, 200);
}
