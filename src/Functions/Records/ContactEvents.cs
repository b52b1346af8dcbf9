using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Events;

namespace Cadenza.Functions.Records;

/// <summary>
/// Tells of contacts, whichever way they change (D3): over OpenCX or the CRM, by import, by a sequence that is given an unknown
/// address, by the link in a mail. What no workflow listens to is neither stored nor sent.
/// </summary>
internal sealed class ContactEvents(UnsentEvents outbox, IEventListeners listeners, LastContactStore lastContacts, TimeProvider clock) : IContactEvents
{
    private const string Table = "contacts";
    private static readonly string[] OfCreation = ["contact_created", "contact_assigned"];
    private static readonly string[] OfChange = ["contact_updated", "contact_assigned"];

    /// <inheritdoc/>
    public Task<TableEntity?> PrepareAsync(OrganizationId organization, Contact? before, Contact after, CancellationToken cancellation) =>
        PrepareAsync(organization, [(before, after)], before is null ? OfCreation : OfChange, cancellation);

    /// <inheritdoc/>
    public Task<TableEntity?> PrepareManyAsync(OrganizationId organization, IReadOnlyList<Contact> created, CancellationToken cancellation) =>
        PrepareAsync(organization, [.. created.Select(contact => ((Contact?)null, contact))], OfCreation, cancellation);

    /// <inheritdoc/>
    public Task SendAsync(TableEntity row, CancellationToken cancellation) => outbox.SendAsync(Table, row, cancellation);

    private async Task<TableEntity?> PrepareAsync(
        OrganizationId organization, IReadOnlyList<(Contact? Before, Contact After)> contacts, string[] types, CancellationToken cancellation)
    {
        if (contacts.Count == 0) return null;
        var wanted = await listeners.WantedAsync(organization, types, cancellation);
        if (wanted.Count == 0) return null;
        contacts = await CompleteAsync(organization, contacts, cancellation);
        var now = clock.GetUtcNow();
        var change = Guid.CreateVersion7(now).ToString("N");
        var happenings = contacts.SelectMany(contact => Of(contact.Before, contact.After, now, change)).Where(happening => wanted.Contains(happening.Type)).ToList();
        if (happenings.Count == 0) return null;
        var partition = ContactRows.Partition(organization, contacts[0].After.Id.Shard);
        await outbox.ArmAsync(Table, partition, cancellation);
        return outbox.Row(partition, change, happenings);
    }

    // Whoever changed a contact may have read it without its last contact. New ones have none but their own.
    private async Task<IReadOnlyList<(Contact? Before, Contact After)>> CompleteAsync(
        OrganizationId organization, IReadOnlyList<(Contact? Before, Contact After)> contacts, CancellationToken cancellation) =>
        contacts is [({ } before, var after)] && await lastContacts.CompleteAsync(organization, [before, after], cancellation) is [var was, var becomes]
            ? [(was, becomes)]
            : contacts;

    private static IReadOnlyList<RecordEvent> Of(Contact? before, Contact after, DateTimeOffset now, string change)
    {
        var (was, becomes) = (before is null ? null : WithSessions(before), WithSessions(after));
        return RecordEvents.Of(was is null ? null : ContactForEvents.Of(was, becomes), ContactForEvents.Of(becomes, was), now, change);
    }

    // The record of the CRM shows no sessions; a change of them is a change of the contact all the same.
    private static CrmRecord WithSessions(Contact contact)
    {
        var record = ContactAsRecord.Of(contact);
        if (contact.Sessions.Count == 0) return record;
        var sessions = Value.Array([.. contact.Sessions.Select(session => Value.Object(
        [
            new("id", Value.Of(session.Id)),
            new("attributes", Value.Object(session.Attributes.Select(attribute => KeyValuePair.Create(attribute.Key, Value.Of(attribute.Value))))),
        ]))]);
        return record with { Fields = record.Fields.With(new Dictionary<string, Value> { ["sessions"] = sessions }) };
    }
}
