using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts;

/// <summary>
/// Stores new contacts, whichever way they come, with what was wanted by those erased who had their addresses. An erasure notes
/// that before it frees an address, but perhaps behind the reading for a contact that is being created; once the contact has
/// the address it is read again, and none is missed.
/// </summary>
internal sealed class ContactCreation(ContactStore contacts, ErasedUnsubscribes choices)
{
    /// <summary>Stores a new contact as <see cref="ContactStore.CreateAsync"/> does.</summary>
    /// <returns>What came of it, and the contact as it is stored.</returns>
    public async Task<(ContactWrite Result, StoredContact Contact)> CreateAsync(OrganizationId organization, Contact contact, CancellationToken cancellation)
    {
        var made = await choices.ApplyAsync(organization, contact, cancellation);
        var (result, version) = await contacts.CreateAsync(organization, made, cancellation);
        var stored = new StoredContact(made, version);
        if (result != ContactWrite.Done) return (result, stored);
        return (result, await WithChoicesAsync(organization, stored, await choices.ApplyAsync(organization, made, cancellation), cancellation));
    }

    /// <summary>Stores those of many new contacts whose addresses nobody has, as <see cref="ContactStore.CreateManyAsync"/> does.</summary>
    /// <returns>Who was stored.</returns>
    public async Task<IReadOnlyCollection<ContactId>> CreateManyAsync(OrganizationId organization, IReadOnlyCollection<Contact> people, CancellationToken cancellation)
    {
        var made = await choices.ApplyAsync(organization, people, cancellation);
        var stored = await contacts.CreateManyAsync(organization, made, cancellation);
        var ids = stored.ToHashSet();
        var there = made.Where(contact => ids.Contains(contact.Id)).ToList();
        var again = await choices.ApplyAsync(organization, there, cancellation);
        foreach (var (before, wanted) in there.Zip(again).Where(pair => !ReferenceEquals(pair.First, pair.Second)))
        {
            if (await contacts.GetAsync(organization, before.Id, cancellation) is { } read) await WithChoicesAsync(organization, read, wanted, cancellation);
        }

        return stored;
    }

    // Whoever changed the contact meanwhile keeps that change: the choices are added to it.
    private Task<StoredContact> WithChoicesAsync(OrganizationId organization, StoredContact known, Contact wanted, CancellationToken cancellation)
    {
        var choice = ErasedUnsubscribe.Of(wanted);
        StoredContact? read = known;
        return OptimisticWrite.RunAsync(async () =>
        {
            // Read anew when it was changed meanwhile; erased, it is left alone.
            read ??= await contacts.GetAsync(organization, known.Contact.Id, cancellation);
            if (read is not { } stored) return known;
            read = null;
            var changed = choice.AddTo(stored.Contact);
            return ReferenceEquals(changed, stored.Contact) ? stored : new StoredContact(changed, (await contacts.UpdateAsync(organization, stored, changed, cancellation)).Version);
        });
    }
}
