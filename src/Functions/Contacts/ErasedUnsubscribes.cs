using System.Text;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Security;

namespace Cadenza.Functions.Contacts;

/// <summary>
/// Sees that somebody who had unsubscribed and was erased stays unsubscribed when the address comes again. Of the address only
/// a hash under the app's own key is kept, from which nobody else can tell it.
/// </summary>
internal sealed class ErasedUnsubscribes(ErasedUnsubscribeStore store, SigningKeys signing)
{
    private const string Purpose = "erased-address";

    private readonly SharedReads<OrganizationId, bool> _any = new(organization => store.AnyAsync(organization, CancellationToken.None));

    /// <summary>Keeps what a contact who is about to be erased wanted; of one who wanted everything nothing is kept.</summary>
    public async Task KeepAsync(OrganizationId organization, Contact contact, CancellationToken cancellation)
    {
        var choice = ErasedUnsubscribe.Of(contact);
        foreach (var address in ContactAddress.Of(contact))
        {
            if (choice.Unsubscribed || choice.Channels.Count > 0) await store.PutAsync(organization, address.Shard, HashOf(organization, address), choice, cancellation);
            else await store.RemoveAsync(organization, address.Shard, HashOf(organization, address), cancellation);
        }
    }

    /// <summary>A new contact with what was wanted by those erased who had its addresses.</summary>
    public async Task<Contact> ApplyAsync(OrganizationId organization, Contact contact, CancellationToken cancellation)
    {
        if (!await _any.AskAsync(organization, cancellation)) return contact;
        foreach (var address in ContactAddress.Of(contact))
            contact = With(contact, await store.GetAsync(organization, address.Shard, HashOf(organization, address), cancellation));
        return contact;
    }

    /// <summary>The same for many new contacts, with a range read a shard.</summary>
    public async Task<List<Contact>> ApplyAsync(OrganizationId organization, IReadOnlyCollection<Contact> contacts, CancellationToken cancellation)
    {
        if (!await _any.AskAsync(organization, cancellation)) return [.. contacts];
        var shards = contacts.SelectMany(ContactAddress.Of).Select(address => address.Shard).Distinct().ToList();
        var choices = shards.Zip(await AtOnce.AllAsync(shards, shard => store.ListAsync(organization, shard, cancellation))).ToDictionary(pair => pair.First, pair => pair.Second);
        return
        [
            .. contacts.Select(contact => ContactAddress.Of(contact).Aggregate(
                contact, (known, address) => With(known, choices[address.Shard].GetValueOrDefault(HashOf(organization, address))))),
        ];
    }

    private static Contact With(Contact contact, ErasedUnsubscribe? choice) => choice?.AddTo(contact) ?? contact;

    private string HashOf(OrganizationId organization, ContactAddress address) =>
        Convert.ToHexStringLower(signing.Sign(Purpose, Encoding.UTF8.GetBytes($"{organization}|{address.RowKey}")));
}
