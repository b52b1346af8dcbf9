using System.Text.RegularExpressions;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Contacts.Segments;

/// <summary>Reads a filter of contacts: the 13 variants with exactly the members that document 004 gives them (B2).</summary>
internal static partial class FilterBody
{
    private const int MaxGroups = 100;
    private const int MaxConditions = 100;
    private const int MaxItems = 10_000;
    private const int MaxText = 2000;
    private const int MaxReferences = 50;

    private const string UuidPattern =
        "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$";

    private static readonly JsonReader<string> Uuid =
        Json.Text(0, 100).Then<string, string>(IsUuid, "must be a UUID", "uuid", UuidPattern);

    private static readonly JsonReader<string[]> Texts = Json.Array(Json.Text(0, MaxText), 0, MaxItems);

    private static readonly JsonReader<string[]> Uuids = Json.Array(Uuid, 0, MaxItems);

    private static readonly JsonReader<string> Name = Json.Text(0, MaxText);

    // Absent is no bound, null is a fault: the document knows no null here.
    private static readonly JsonReader<DateTimeOffset?> Time = static value => Json.Time(value);

    private static readonly JsonReader<Dictionary<string, string>[]?> AttributeSets =
        Json.Array(Json.Map(Json.Text(0, MaxText), MaxConditions), 0, MaxItems);

    private static readonly JsonReader<ContactCondition> Condition = Json.OneOf<ContactCondition>(
        "type",
        new Dictionary<string, Func<JsonFields, ContactCondition>>
        {
            [AllContacts.Type] = _ => new AllContacts(),
            [ContactIdIn.Type] = fields => new ContactIdIn(fields.Required("contact_ids", Uuids.About("The contacts' ids.")) ?? []),
            [CreatedAtBetween.Type] = fields => new CreatedAtBetween(After(fields), Before(fields)),
            [EmailDomainNameIn.Type] = fields => new EmailDomainNameIn(fields.Required("domain_name_in", Texts.About("Domains of e-mail addresses, letter case aside; a subdomain is another domain.")) ?? []),
            [AffectedBySequence.Type] = fields => new AffectedBySequence(fields.Required("sequence_id", Name.About("The id or custom id of a sequence that enrolled the contact.")) ?? ""),
            [NameIn.Type] = fields => new NameIn(fields.Required("name_in", Texts.About("Whole names, letter case aside.")) ?? []),
            [PhoneNumberIn.Type] = fields => new PhoneNumberIn(fields.Required("phone_number_in", Texts.About("Phone numbers; spaces and punctuation are ignored.")) ?? []),
            [EmailIn.Type] = fields => new EmailIn(fields.Required("email_in", Texts.About("The addresses, letter case aside.")) ?? []),
            [AttributesIn.Type] = fields => new AttributesIn(fields.Default("attributes", AttributeSets.About("Sets of attributes, of one of which the contact has all; missing is everyone."), null)),
            [SessionsAttributesIn.Type] = fields => new SessionsAttributesIn(fields.Default("attributes", AttributeSets.About("Sets of attributes, of one of which some session of the contact has all; missing is everyone."), null)),
            [BelongsToSegment.Type] = fields => new BelongsToSegment(fields.Required("segment_id", Name.About("The segment's id.")) ?? ""),
            [LastContactedAtBetween.Type] = fields => new LastContactedAtBetween(After(fields), Before(fields)),
            [LastContactedAtWithHandoffBetween.Type] = fields => new LastContactedAtWithHandoffBetween(After(fields), Before(fields)),
        },
        closed: true).Named("ContactsFilter");

    private static readonly JsonReader<FilterGroup> Group = Json.Object(fields => new FilterGroup(
        fields.Required("and", Json.Array(Condition, 0, MaxConditions).About("Conditions that must all hold; none at all holds for everyone."))));

    private static readonly JsonReader<ContactsFilter> Whole = Json.Object(fields =>
    {
        var before = fields.Faults;
        var filter = new ContactsFilter(fields.Required("or", Json.Array(Group, 1, MaxGroups).About("Groups of conditions, one of which must hold as a whole.")));
        // Each name costs a read a page of contacts, so a filter may not hold any number of them.
        if (fields.Faults == before && filter.Or is not null && filter.SegmentNames().Count() + filter.SequenceNames().Count() > MaxReferences)
        {
            fields.Fault("or", $"must name at most {MaxReferences} segments and sequences");
        }

        return filter;
    });

    /// <summary>A filter, or null for everyone.</summary>
    public static readonly JsonReader<ContactsFilter?> Read = Json.OrNull(Whole).About("Who is meant; null is everyone.");

    /// <summary>A filter that must be there.</summary>
    public static readonly JsonReader<ContactsFilter> ReadRequired = Whole;

    private static DateTimeOffset? After(JsonFields fields) => fields.Default("after", Time.About("The first moment that counts."), null);

    private static DateTimeOffset? Before(JsonFields fields) => fields.Default("before", Time.About("The first moment that no longer counts."), null);

    private static bool IsUuid(string text, out string uuid)
    {
        uuid = text;
        return Documented().IsMatch(text);
    }

    // ECMA's $ is the end of the text; .NET's would let a line break follow.
    [GeneratedRegex(
        @"\A([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Documented();
}
