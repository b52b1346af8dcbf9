using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>Finds contacts by what a user knows of them, and creates those who are not there (B6).</summary>
internal sealed class ContactRegister(ContactStore contacts, ContactCreation creation, TimeProvider clock)
{
    private const int MaxRaces = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>The contact; created when its address is unknown, null when its id is.</summary>
    /// <exception cref="InvalidOperationException">The address was taken and given free again each time it was looked at.</exception>
    public async Task<Contact?> FindOrCreateAsync(OrganizationId organization, IntakeContact wanted, CancellationToken cancellation)
    {
        if (wanted.Id is { } id) return (await contacts.GetAsync(organization, id, cancellation))?.Contact;
        var address = wanted.Email is { } email ? ContactAddress.Of(email) : ContactAddress.Of(wanted.Phone!.Value);
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await contacts.FindContactAsync(organization, address, cancellation) is { Contact: var contact }) return contact;
            var (result, created) = await creation.CreateAsync(organization, Create(wanted), cancellation);
            if (result == ContactWrite.Done) return created.Contact;
            // Taken: by somebody who can be found now, or who is being stored or given up this very moment.
            if (race > 0) await Task.Delay(Patience, clock, cancellation);
        }

        throw new InvalidOperationException("A contact's address is neither free nor anybody's.");
    }

    private Contact Create(IntakeContact wanted)
    {
        var now = clock.GetUtcNow();
        var id = ContactId.Create(Guid.CreateVersion7(now), ContactStore.ShardFor(wanted.Email, wanted.Phone));
        return new Contact(id, Name: null, wanted.Email, wanted.Phone, new Dictionary<string, string>(), Unsubscribed: false, now, now);
    }
}
