using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>
/// Contacts as rows. Table <c>contacts</c>, partition <c>organization|shard</c>: <c>c|id</c> is a contact, <c>e|address</c> and
/// <c>p|number</c> say whose an address is, and <c>d|hash</c> what somebody wanted who had an address and was erased.
/// </summary>
internal static class ContactRows
{
    /// <summary>Whose an address is: a column of its claim.</summary>
    public const string OwnerColumn = "Contact";

    /// <summary>When a claim was made or renewed.</summary>
    public const string ClaimedAtColumn = "At";

    /// <summary>When the contact was last sent a message, as far as its row knows; see <see cref="LastContactStore"/>.</summary>
    public const string LastContactedColumn = "LastContactedAt";

    private const string OverruledColumn = "LastContactOverruled";
    private const string ChannelsColumn = "UnsubscribedChannels";
    private const string AttributesColumn = "Attributes";
    private const string SessionsColumn = "Sessions";
    private const string EffectsColumn = "Effects";

    /// <summary>The partition of a shard.</summary>
    public static string Partition(OrganizationId organization, int shard) => RowKey.Join(organization.ToString(), RowKey.Number(shard, 2));

    /// <summary>The row key of a contact.</summary>
    public static string Key(ContactId id) => RowKey.Join("c", id.ToString());

    /// <summary>The id in a contact's row key.</summary>
    public static ContactId IdOf(TableEntity row) => ContactId.Parse(row.RowKey[2..]);

    /// <summary>The row of a contact.</summary>
    public static TableEntity ToRow(OrganizationId organization, Contact contact)
    {
        var row = new TableEntity(Partition(organization, contact.Id.Shard), Key(contact.Id))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Unsubscribed"] = contact.Unsubscribed,
            ["CreatedAt"] = contact.CreatedAt,
            ["UpdatedAt"] = contact.UpdatedAt,
        };
        if (contact.UnsubscribedChannels.Count > 0) row[ChannelsColumn] = string.Join(',', contact.UnsubscribedChannels);
        row.Put("Name", contact.Name);
        row.Put("Email", contact.Email?.ToString());
        row.Put("Phone", contact.Phone?.ToString());
        row.Put(LastContactedColumn, contact.LastContactedAt);
        row.Put(OverruledColumn, contact.LastContactOverruled);
        row.Put("LastContactedWithHandoffAt", contact.LastContactedWithHandoffAt);
        if (contact.Attributes.Count > 0)
        {
            JsonColumn.Write(row, AttributesColumn, new Dictionary<string, string>(contact.Attributes), StorageJson.Default.DictionaryStringString);
        }

        if (contact.Sessions.Count > 0) JsonColumn.Write(row, SessionsColumn, contact.Sessions, StorageJson.Default.IReadOnlyListContactSession);
        if (contact.Effects.Count > 0) JsonColumn.Write(row, EffectsColumn, contact.Effects, ContactRowJson.Default.IReadOnlyListRecordEffect);
        return row;
    }

    /// <summary>The contact in a row.</summary>
    public static Contact FromRow(TableEntity row) => FromRow(row, IdOf(row));

    /// <inheritdoc cref="FromRow(TableEntity)"/>
    public static Contact FromRow(TableEntity row, ContactId id) => new(
        id,
        row.GetString("Name"),
        row.GetString("Email") is { } email ? EmailAddress.Stored(email) : null,
        row.GetString("Phone") is { } phone ? PhoneNumber.Parse(phone) : null,
        JsonColumn.Read(row, AttributesColumn, StorageJson.Default.DictionaryStringString) ?? [],
        row.GetBoolean("Unsubscribed") ?? false,
        row.Time("CreatedAt"),
        row.Time("UpdatedAt"))
    {
        UnsubscribedChannels = row.GetString(ChannelsColumn)?.Split(',') ?? [],
        Sessions = JsonColumn.Read(row, SessionsColumn, StorageJson.Default.IReadOnlyListContactSession) ?? [],
        Effects = JsonColumn.Read(row, EffectsColumn, ContactRowJson.Default.IReadOnlyListRecordEffect) ?? [],
        LastContactedAt = row.GetDateTimeOffset(LastContactedColumn),
        LastContactOverruled = row.GetDateTimeOffset(OverruledColumn),
        LastContactedWithHandoffAt = row.GetDateTimeOffset("LastContactedWithHandoffAt"),
    };

    /// <summary>That a contact has an address.</summary>
    public static TableEntity Claim(OrganizationId organization, ContactAddress address, ContactId owner, DateTimeOffset now) =>
        new(Partition(organization, address.Shard), address.RowKey)
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            [OwnerColumn] = owner.ToString(),
            [ClaimedAtColumn] = now,
        };
}
