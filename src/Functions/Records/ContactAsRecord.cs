using Cadenza.Domain.Contacts;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Records;

/// <summary>
/// A contact as a record of the CRM (D7): the same person under the same id. Name, addresses and <c>unsubscribed</c> are
/// fields; every other field is an attribute, which is text. Owner and tags are the attributes <c>ownerId</c> and <c>tags</c>.
/// </summary>
internal static class ContactAsRecord
{
    private const string Owner = "ownerId";
    private const string Tags = "tags";
    private const int MaxName = 200;

    /// <summary>What the app itself notes of contacts: shown and not to be set.</summary>
    public static IReadOnlySet<string> ReadOnly { get; } = new HashSet<string>(FieldName.Comparer) { "lastContactedAt", "lastContactedWithHandoffAt" };

    private static readonly HashSet<string> Own = new(FieldName.Comparer) { "name", "email", "phone", "unsubscribed" };

    /// <summary>The record that shows a contact.</summary>
    public static CrmRecord Of(Contact contact) => new(
        RecordId.Parse(contact.Id.ToString()),
        RecordModule.Contacts,
        RecordFields.Of(Fields(contact)),
        contact.Attributes.GetValueOrDefault(Owner),
        [.. (contact.Attributes.GetValueOrDefault(Tags) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)],
        contact.CreatedAt,
        contact.UpdatedAt,
        0);

    /// <summary>The contact after a change of its record.</summary>
    /// <param name="contact">The contact as it was.</param>
    /// <param name="before">Its record.</param>
    /// <param name="after">The record after the change.</param>
    public static Contact Apply(Contact contact, CrmRecord before, CrmRecord after) => contact with
    {
        Name = after.Fields.Text("name"),
        Email = after.Fields.Text("email") is { } email ? EmailAddress.Stored(email) : null,
        Phone = after.Fields.Text("phone") is { } phone ? PhoneNumber.Parse(phone) : null,
        Unsubscribed = after.Fields["unsubscribed"] is { Kind: ValueKind.Boolean, AsBoolean: true },
        Attributes = Merge(contact.Attributes, before, after),
        UpdatedAt = after.UpdatedAt,
    };

    /// <summary>What is wrong with a contact, by the field it is about; null when nothing is.</summary>
    public static (string Field, string Fault)? Fault(Contact contact)
    {
        if (contact.Email is null && contact.Phone is null) return ("email", "must be there, unless the contact has a phone number");
        if (contact.Name is { Length: 0 or > MaxName }) return ("name", $"must have 1 to {MaxName} characters");
        return contact.Attributes.Count > Contact.MaxAttributes ? ("", $"must leave at most {Contact.MaxAttributes} fields besides name, email, phone and unsubscribed") : null;
    }

    private static IEnumerable<KeyValuePair<string, Value>> Fields(Contact contact)
    {
        yield return new("name", Value.Of(contact.Name));
        yield return new("email", Value.Of(contact.Email?.ToString()));
        yield return new("phone", Value.Of(contact.Phone?.ToString()));
        yield return new("unsubscribed", Value.Of(contact.Unsubscribed));
        yield return new("lastContactedAt", Moment(contact.LastContactedAt));
        yield return new("lastContactedWithHandoffAt", Moment(contact.LastContactedWithHandoffAt));
        foreach (var (name, text) in contact.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            if (name is not (Owner or Tags)) yield return new(name, Value.Of(text));
        }
    }

    private static Value Moment(DateTimeOffset? time) => time is { } at ? Value.Of(FieldTime.Format(at)) : Value.Null;

    // Attributes that the record does not show, for their name is taken, stay as they are.
    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> attributes, CrmRecord before, CrmRecord after)
    {
        var merged = new Dictionary<string, string>(attributes, StringComparer.Ordinal);
        foreach (var (name, _) in before.Fields.All)
        {
            if (IsAttribute(name) && after.Fields[name].IsNull) merged.Remove(name);
        }

        foreach (var (name, value) in after.Fields.All)
        {
            if (IsAttribute(name) && value != before.Fields[name]) merged[name] = value.ToText();
        }

        Set(merged, Owner, after.OwnerId);
        if (!after.Tags.SequenceEqual(before.Tags, StringComparer.Ordinal)) Set(merged, Tags, after.Tags.Count == 0 ? null : string.Join(',', after.Tags));
        return merged;
    }

    private static bool IsAttribute(string name) => !Own.Contains(name) && !ReadOnly.Contains(name);

    private static void Set(Dictionary<string, string> attributes, string name, string? value)
    {
        if (value is null) attributes.Remove(name);
        else attributes[name] = value;
    }
}
