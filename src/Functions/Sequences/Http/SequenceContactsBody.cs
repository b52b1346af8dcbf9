using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Sequences.Enrolling;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>The body of POST /sequences/{id}/contacts (B6): contacts by id, e-mail address or phone number.</summary>
internal sealed record SequenceContactsBody(IReadOnlyList<IntakeContact> Contacts, bool Reenroll)
{
    private static readonly string[] Names = ["id", "email", "phone"];

    private static JsonReader<IntakeContact> Contact(PhoneRegion region) => Json.Closed(fields =>
    {
        var contact = new IntakeContact(
            fields.Optional("id", Json.Line(1, 36).Then<string, ContactId>(ContactId.TryParse, "must be a UUID"), absent: null),
            fields.Optional("email", Json.Line(1, 254).Then<string, EmailAddress>(EmailAddress.TryParse, "must be an e-mail address"), absent: null),
            fields.Optional("phone", PhoneFields.In(region), absent: null));
        var given = Names.Count(fields.Has);
        if (given != 1) fields.Fault("id", "or 'email' or 'phone' must be given, and only one of them");
        return contact;
    });

    /// <summary>Reads it: as many contacts as a run can have.</summary>
    public static readonly JsonReader<SequenceContactsBody> Read = With(PhoneRegion.None);

    /// <summary>Reads it with phone numbers as they are dialled in a region.</summary>
    public static JsonReader<SequenceContactsBody> With(PhoneRegion region) => Json.Object(fields => new SequenceContactsBody(
        fields.Required("contacts", Json.Array(Contact(region), 1, Cohort.MaxSize).About("Who is to be enrolled, each by one of the three.")),
        fields.Default("re_enroll", Json.Bool.About("Whether contacts that have finished the sequence or left it begin once more."), false)));
}
