using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>An erasure that has not come to its end: the contact is gone, claims in other shards may be there.</summary>
/// <param name="Contact">Who was erased.</param>
/// <param name="Addresses">The addresses whose claims are still to be removed.</param>
internal sealed record UnfinishedErasure(ContactId Contact, IReadOnlyList<ContactAddress> Addresses);

/// <content>Erasing contacts: row <c>x|id</c> marks an erasure until nothing is left of the person.</content>
internal sealed partial class ContactStore
{
    private const string AddressesColumn = "Addresses";

    /// <summary>Removes a contact and the claims beside it, and leaves the marker: one transaction.</summary>
    /// <exception cref="RequestFailedException">412 or 404: it was changed or erased since it was read.</exception>
    public async Task EraseAsync(OrganizationId organization, StoredContact read, CancellationToken cancellation)
    {
        var id = read.Contact.Id;
        var addresses = ContactAddress.Of(read.Contact);
        var partition = ContactRows.Partition(organization, id.Shard);
        // ETag.All: claims beside the contact belong to the version that this transaction removes.
        var claims = addresses.Where(address => address.Shard == id.Shard).Select(address => new TableTransactionAction(
            TableTransactionActionType.Delete, new TableEntity(partition, address.RowKey), ETag.All));
        var marker = new TableEntity(partition, ErasureKey(id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            [AddressesColumn] = string.Join('\n', addresses.Where(address => address.Shard != id.Shard).Select(address => (address.IsEmail ? "e" : "p") + address.Key)),
        };
        await tables.Contacts.SubmitTransactionAsync(
            [new(TableTransactionActionType.Delete, new TableEntity(partition, ContactRows.Key(id)), read.Version), .. claims, StorageErrors.Add(marker)],
            cancellation);
    }

    /// <summary>The contact's erasure, if one has not come to its end.</summary>
    public async Task<UnfinishedErasure?> FindErasureAsync(OrganizationId organization, ContactId id, CancellationToken cancellation)
    {
        var row = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(
            ContactRows.Partition(organization, id.Shard), ErasureKey(id), cancellationToken: cancellation);
        if (!row.HasValue) return null;
        var addresses = row.Value!.Text(AddressesColumn).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new UnfinishedErasure(id, [.. addresses.Select(text => new ContactAddress(text[0] == 'e', text[1..]))]);
    }

    /// <summary>Removes the claims in other shards that are still the erased contact's.</summary>
    public async Task ReleaseAsync(OrganizationId organization, UnfinishedErasure erasure, CancellationToken cancellation)
    {
        foreach (var (address, version) in await ReadElsewhereAsync(organization, erasure.Contact, [.. erasure.Addresses], cancellation))
        {
            await _claims.ReleaseAsync(organization, address, version, cancellation);
        }
    }

    /// <summary>The erasure has come to its end.</summary>
    public Task RemoveErasureAsync(OrganizationId organization, ContactId id, CancellationToken cancellation) =>
        // Nothing to lose: a marker is written once.
        tables.Contacts.DropAsync(ContactRows.Partition(organization, id.Shard), ErasureKey(id), cancellation);

    private static string ErasureKey(ContactId id) => RowKey.Join("x", id.ToString());
}
