using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;

namespace Cadenza.Functions.Storage;

/// <summary>What came of creating a contact.</summary>
internal enum ContactCreation
{
    /// <summary>It is stored.</summary>
    Created,

    /// <summary>Somebody else has the e-mail address.</summary>
    EmailTaken,

    /// <summary>Somebody else has the phone number.</summary>
    PhoneTaken,
}

/// <summary>
/// Contacts. Table <c>contacts</c>, partition <c>organization|shard</c>: <c>c|id</c> is a contact, <c>e|address</c> and
/// <c>p|number</c> say whose an address is. A contact and the row of its first address share a partition, so they are
/// written together or not at all.
/// </summary>
internal sealed class ContactStore(StorageTables tables, TimeProvider clock)
{
    private const int PointReadsAtOnce = 16;
    private const int PageSize = 1000;
    private const string OwnerColumn = "Contact";
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);

    /// <summary>The shard a new contact belongs to.</summary>
    public static int ShardFor(EmailAddress? email, PhoneNumber? phone) =>
        ContactShards.Of(email?.Key ?? phone?.ToString() ?? throw new ArgumentException("A contact has an e-mail address or a phone number."));

    /// <summary>Stores a new contact unless one of its addresses is taken. Safe against concurrent creation of the same person.</summary>
    public async Task<ContactCreation> CreateAsync(OrganizationId organization, Contact contact, CancellationToken cancellation)
    {
        var phoneLivesElsewhere = contact.Email is not null && contact.Phone is not null;
        if (phoneLivesElsewhere && !await ReservePhoneAsync(organization, contact, cancellation)) return ContactCreation.PhoneTaken;
        List<TableTransactionAction> actions = [StorageErrors.Add(ToRow(organization, contact))];
        if (contact.Email is { } email) actions.Add(StorageErrors.Add(Owner(organization, contact.Id.Shard, EmailKey(email), contact.Id)));
        else actions.Add(StorageErrors.Add(Owner(organization, contact.Id.Shard, PhoneKey(contact.Phone!.Value), contact.Id)));
        try
        {
            await tables.Contacts.SubmitTransactionAsync(actions, cancellation);
            return ContactCreation.Created;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            if (phoneLivesElsewhere) await ReleasePhoneAsync(organization, contact, cancellation);
            return contact.Email is null ? ContactCreation.PhoneTaken : ContactCreation.EmailTaken;
        }
    }

    /// <summary>The contact and its version, or null.</summary>
    public async Task<(Contact Contact, ETag Version)?> GetAsync(OrganizationId organization, ContactId id, CancellationToken cancellation)
    {
        var row = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(
            Partition(organization, id.Shard), ContactKey(id), cancellationToken: cancellation);
        return row.HasValue ? (FromRow(row.Value!, id), row.Value!.ETag) : null;
    }

    /// <summary>Whose an e-mail address is, or null.</summary>
    /// <param name="organization">Whose contacts.</param>
    /// <param name="emailKey">The address as <see cref="EmailAddress.Key"/> has it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<ContactId?> FindByEmailAsync(OrganizationId organization, string emailKey, CancellationToken cancellation)
    {
        var row = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(
            Partition(organization, ContactShards.Of(emailKey)), EmailKey(emailKey), cancellationToken: cancellation);
        return row.HasValue ? ContactId.Parse(row.Value!.Text(OwnerColumn)) : null;
    }

    /// <summary>
    /// Those of the given contacts of one shard that exist. One range read when they lie close together, as those of a chunk
    /// do; point reads for what lies beyond its first page.
    /// </summary>
    /// <param name="organization">Whose contacts.</param>
    /// <param name="shard">The shard they all belong to.</param>
    /// <param name="ids">At least one, in any order.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<Dictionary<ContactId, Contact>> GetManyAsync(
        OrganizationId organization, int shard, IReadOnlyCollection<ContactId> ids, CancellationToken cancellation)
    {
        var wanted = ids.ToHashSet();
        var found = new Dictionary<ContactId, Contact>(wanted.Count);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organization, shard)} and RowKey ge {ContactKey(wanted.Min())} and RowKey le {ContactKey(wanted.Max())}");
        await foreach (var page in tables.Contacts.QueryAsync<TableEntity>(filter, PageSize, cancellationToken: cancellation).AsPages())
        {
            foreach (var row in page.Values)
            {
                var id = IdOf(row);
                if (wanted.Contains(id)) found[id] = FromRow(row, id);
            }

            if (page.ContinuationToken is null) return found;
            var last = IdOf(page.Values[^1]);
            await AddByPointReadsAsync(organization, wanted.Where(id => id > last), found, cancellation);
            return found;
        }

        return found;
    }

    /// <summary>The next contacts of a shard in the order of their ids.</summary>
    /// <param name="organization">Whose contacts.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="after">Behind this one, or null for the beginning.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The contacts, and whether the shard is at its end.</returns>
    public async Task<(List<Contact> Contacts, bool AtEnd)> ReadShardAsync(
        OrganizationId organization, int shard, ContactId? after, int limit, CancellationToken cancellation)
    {
        var from = after is { } id ? ContactKey(id) : "c|";
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organization, shard)} and RowKey gt {from} and RowKey lt {"c" + RowKey.AfterSeparator}");
        await foreach (var page in tables.Contacts.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation).AsPages())
        {
            return ([.. page.Values.Select(row => FromRow(row, IdOf(row)))], page.ContinuationToken is null);
        }

        return ([], true);
    }

    private async Task AddByPointReadsAsync(
        OrganizationId organization, IEnumerable<ContactId> ids, Dictionary<ContactId, Contact> found, CancellationToken cancellation)
    {
        foreach (var batch in ids.Chunk(PointReadsAtOnce))
        {
            foreach (var contact in await Task.WhenAll(batch.Select(id => GetAsync(organization, id, cancellation))))
            {
                if (contact is { } present) found[present.Contact.Id] = present.Contact;
            }
        }
    }

    private async Task<bool> ReservePhoneAsync(OrganizationId organization, Contact contact, CancellationToken cancellation)
    {
        var row = PhoneOwner(organization, contact);
        try
        {
            await tables.Contacts.AddEntityAsync(row, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return await TakeAbandonedPhoneAsync(organization, row, cancellation);
        }
    }

    // A process that died between reserving a number and storing its contact leaves the number to nobody.
    private async Task<bool> TakeAbandonedPhoneAsync(OrganizationId organization, TableEntity row, CancellationToken cancellation)
    {
        var held = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
        if (!held.HasValue) return false;
        // The caller's own, from an attempt that died before it stored the contact.
        if (held.Value!.Text(OwnerColumn) == row.Text(OwnerColumn)) return true;
        var isYoung = clock.GetUtcNow() - held.Value!.GetDateTimeOffset("At") < AbandonedAfter;
        if (isYoung || await GetAsync(organization, ContactId.Parse(held.Value.Text(OwnerColumn)), cancellation) is not null) return false;
        try
        {
            await tables.Contacts.UpdateEntityAsync(row, held.Value.ETag, TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsStale() || error.IsMissing())
        {
            return false;
        }
    }

    private async Task ReleasePhoneAsync(OrganizationId organization, Contact contact, CancellationToken cancellation)
    {
        var row = PhoneOwner(organization, contact);
        // ETag.All: the reservation is this call's own, made moments ago, and nobody takes over one so young.
        await tables.Contacts.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    private TableEntity PhoneOwner(OrganizationId organization, Contact contact)
    {
        var phone = contact.Phone!.Value;
        return Owner(organization, ContactShards.Of(phone.ToString()), PhoneKey(phone), contact.Id);
    }

    private TableEntity Owner(OrganizationId organization, int shard, string key, ContactId id) => new(Partition(organization, shard), key)
    {
        [RowKey.SchemaColumn] = RowKey.Schema,
        [OwnerColumn] = id.ToString(),
        ["At"] = clock.GetUtcNow(),
    };

    private static TableEntity ToRow(OrganizationId organization, Contact contact)
    {
        var row = new TableEntity(Partition(organization, contact.Id.Shard), ContactKey(contact.Id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Unsubscribed"] = contact.Unsubscribed,
            ["CreatedAt"] = contact.CreatedAt,
            ["UpdatedAt"] = contact.UpdatedAt,
        };
        if (contact.Name is not null) row["Name"] = contact.Name;
        if (contact.Email is { } email) row["Email"] = email.ToString();
        if (contact.Phone is { } phone) row["Phone"] = phone.ToString();
        if (contact.Attributes.Count > 0)
        {
            JsonColumn.Write(row, "Attributes", new Dictionary<string, string>(contact.Attributes), StorageJson.Default.DictionaryStringString);
        }

        return row;
    }

    private static Contact FromRow(TableEntity row, ContactId id) => new(
        id,
        row.GetString("Name"),
        row.GetString("Email") is { } email ? EmailAddress.Parse(email) : null,
        row.GetString("Phone") is { } phone ? PhoneNumber.Parse(phone) : null,
        JsonColumn.Read(row, "Attributes", StorageJson.Default.DictionaryStringString) ?? [],
        row.GetBoolean("Unsubscribed") ?? false,
        row.Time("CreatedAt"),
        row.Time("UpdatedAt"));

    private static ContactId IdOf(TableEntity row) => ContactId.Parse(row.RowKey[2..]);

    private static string Partition(OrganizationId organization, int shard) => RowKey.Join(organization.ToString(), RowKey.Number(shard, 2));

    private static string ContactKey(ContactId id) => RowKey.Join("c", id.ToString());

    private static string EmailKey(EmailAddress email) => EmailKey(email.Key);

    private static string EmailKey(string emailKey) => RowKey.Join("e", RowKey.Encode(emailKey));

    private static string PhoneKey(PhoneNumber phone) => RowKey.Join("p", RowKey.Encode(phone.ToString()));
}
