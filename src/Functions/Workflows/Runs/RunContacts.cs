using Cadenza.Domain.Contacts;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>The contact that an event or a run is about, as expressions see it.</summary>
internal sealed class RunContacts(ContactStore contacts, LastContactStore lastContacts)
{
    /// <summary>The module whose subjects are contacts.</summary>
    public const string Module = "contacts";

    private static readonly string[] ContactMembers = ["contact_id", "contactId"];

    /// <summary>
    /// The contact: the subject itself when it is one, else the one that the trigger names as its <c>contact_id</c>; null when
    /// there is none.
    /// </summary>
    public async Task<Value> ReadAsync(OrganizationId organization, RunSubject? subject, Value trigger, CancellationToken cancellation) =>
        Find(subject, trigger) is { } id && await contacts.GetAsync(organization, id, cancellation) is { Contact: var contact }
            ? Of(await lastContacts.CompleteAsync(organization, contact, cancellation))
            : Value.Null;

    /// <summary>The id of that contact, or null.</summary>
    public static ContactId? Find(RunSubject? subject, in Value trigger)
    {
        if (subject is { Module: Module } && ContactId.TryParse(subject.Id, out var own)) return own;
        foreach (var member in ContactMembers)
        {
            if (trigger.TryGetMember(member, out var named) && ContactId.TryParse(named.ToText(), out var id)) return id;
        }

        return null;
    }

    /// <summary>A contact as expressions see it: its attributes both by themselves and under <c>attributes</c>.</summary>
    public static Value Of(Contact contact)
    {
        var attributes = contact.Attributes.Select(attribute => KeyValuePair.Create(attribute.Key, Value.Of(attribute.Value))).ToList();
        return Value.Object(
        [
            .. attributes,
            KeyValuePair.Create("id", Value.Of(contact.Id.ToString())),
            KeyValuePair.Create("name", Value.Of(contact.Name)),
            KeyValuePair.Create("email", Value.Of(contact.Email?.ToString())),
            KeyValuePair.Create("phone", Value.Of(contact.Phone?.ToString())),
            KeyValuePair.Create("unsubscribed", Value.Of(contact.Unsubscribed)),
            KeyValuePair.Create("created_at", Time(contact.CreatedAt)),
            KeyValuePair.Create("updated_at", Time(contact.UpdatedAt)),
            KeyValuePair.Create("last_contacted_at", Time(contact.LastContactedAt)),
            KeyValuePair.Create("attributes", Value.Object(attributes)),
        ]);
    }

    private static Value Time(DateTimeOffset? time) => Value.Of(time is { } at ? IsoTime.Format(at) : null);
}
