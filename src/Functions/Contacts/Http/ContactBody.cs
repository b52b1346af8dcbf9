using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>The body of POST /contacts (B11).</summary>
internal sealed record ContactBody(
    string? Name,
    EmailAddress? Email,
    PhoneNumber? Phone,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<ContactSession> Sessions,
    bool Unsubscribed,
    IReadOnlyList<string> UnsubscribedChannels,
    DateTimeOffset? LastContactedAt,
    DateTimeOffset? LastContactedWithHandoffAt)
{
    /// <summary>Reads the body, and refuses members that it does not know.</summary>
    public static readonly JsonReader<ContactBody> Read = With(PhoneRegion.None);

    /// <summary>Reads the body with phone numbers as they are dialled in a region.</summary>
    public static JsonReader<ContactBody> With(PhoneRegion region) => Json.Closed(fields =>
    {
        var body = new ContactBody(
            fields.Optional("name", ContactFields.Name),
            fields.Optional("email", ContactFields.Email, absent: null),
            fields.Optional("phone", PhoneFields.In(region), absent: null),
            fields.Optional("attributes", ContactFields.Attributes) ?? [],
            fields.Optional("sessions", ContactFields.Sessions.About("Conversations to tell apart.")) ?? [],
            fields.Optional("unsubscribed", Json.Bool, absent: false) ?? false,
            [.. (fields.Optional("unsubscribed_channels", ContactFields.Channels) ?? []).Distinct()],
            fields.Optional("last_contacted_at", Json.Time.About("When the contact was last written to, before it came here."), absent: null),
            fields.Optional("last_contacted_with_handoff_at", Json.Time.About("When the contact was last in touch with a human agent."), absent: null));
        if (body.Email is null && body.Phone is null) fields.Fault("email", "is required, unless 'phone' is given");
        return body;
    });
}

/// <summary>The body of PATCH /contacts/{id} (B11, G3): a merge patch; what is omitted stays, null clears.</summary>
internal sealed record ContactPatch(
    Patch<string?> Name,
    Patch<EmailAddress?> Email,
    Patch<PhoneNumber?> Phone,
    Patch<Dictionary<string, string?>> Attributes,
    Patch<ContactSession[]> Sessions,
    Patch<bool> Unsubscribed,
    Patch<string[]> UnsubscribedChannels,
    Patch<DateTimeOffset?> LastContactedAt,
    Patch<DateTimeOffset?> LastContactedWithHandoffAt)
{
    /// <summary>Reads the body, and refuses members that it does not know.</summary>
    public static readonly JsonReader<ContactPatch> Read = With(PhoneRegion.None);

    /// <summary>Reads the body with phone numbers as they are dialled in a region.</summary>
    public static JsonReader<ContactPatch> With(PhoneRegion region)
    {
        var phone = PhoneFields.In(region);
        return Json.Closed(fields => Of(fields, phone));
    }

    private static ContactPatch Of(JsonFields fields, JsonReader<PhoneNumber> phone) => new(
        fields.Patch<string?>("name", ContactFields.Name),
        fields.Patch<EmailAddress?>("email", value => ContactFields.Email(value)),
        fields.Patch<PhoneNumber?>("phone", value => phone(value)),
        fields.Patch("attributes", ContactFields.AttributeChanges.About("Merged into the attributes that are there; null removes one.")),
        fields.Patch("sessions", ContactFields.Sessions.About("Replace the sessions that are there.")),
        fields.PatchValue("unsubscribed", Json.Bool),
        fields.Patch("unsubscribed_channels", ContactFields.Channels),
        fields.Patch<DateTimeOffset?>("last_contacted_at", value => Time(value, "When the contact was last written to.")),
        fields.Patch<DateTimeOffset?>("last_contacted_with_handoff_at", value => Time(value, "When the contact was last in touch with a human agent.")));

    /// <summary>The contact after the patch.</summary>
    /// <param name="contact">The contact; complete with its last contact when <see cref="LastContactedAt"/> is given.</param>
    /// <param name="now">When it changes.</param>
    public Contact Apply(Contact contact, DateTimeOffset now)
    {
        var changed = ApplyRest(contact, now);
        return LastContactedAt.IsOmitted ? changed : changed.SetLastContact(LastContactedAt.Or(null));
    }

    private Contact ApplyRest(Contact contact, DateTimeOffset now) => contact with
    {
        Name = Name.Or(contact.Name),
        Email = Email.Or(contact.Email),
        Phone = Phone.Or(contact.Phone),
        Attributes = Merge(contact.Attributes),
        Sessions = Sessions.IsNull ? [] : Sessions.Has(out var sessions) ? sessions : contact.Sessions,
        Unsubscribed = Unsubscribed.Or(contact.Unsubscribed),
        UnsubscribedChannels = UnsubscribedChannels.IsNull ? [] : UnsubscribedChannels.Has(out var channels) ? [.. channels.Distinct()] : contact.UnsubscribedChannels,
        LastContactedWithHandoffAt = LastContactedWithHandoffAt.Or(contact.LastContactedWithHandoffAt),
        UpdatedAt = now,
    };

    /// <summary>The names of the members that the patch gives.</summary>
    public IEnumerable<string> Members()
    {
        if (!Name.IsOmitted) yield return "name";
        if (!Email.IsOmitted) yield return "email";
        if (!Phone.IsOmitted) yield return "phone";
        if (!Attributes.IsOmitted) yield return "attributes";
        if (!Sessions.IsOmitted) yield return "sessions";
        if (!Unsubscribed.IsOmitted) yield return "unsubscribed";
        if (!UnsubscribedChannels.IsOmitted) yield return "unsubscribed_channels";
        if (!LastContactedAt.IsOmitted) yield return "last_contacted_at";
        if (!LastContactedWithHandoffAt.IsOmitted) yield return "last_contacted_with_handoff_at";
    }

    private IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string> current)
    {
        if (Attributes.IsNull) return new Dictionary<string, string>();
        if (!Attributes.Has(out var changes)) return current;
        var merged = new Dictionary<string, string>(current, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (value is null) merged.Remove(name);
            else merged[name] = value;
        }

        return merged;
    }

    private static DateTimeOffset? Time(JsonValue value, string about) => Json.Time.About(about)(value);
}
