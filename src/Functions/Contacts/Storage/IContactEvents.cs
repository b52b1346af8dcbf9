using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>Has events of contacts stored with the change that they tell of, and sent after it (D3).</summary>
internal interface IContactEvents
{
    /// <summary>The row to be stored with a change; null when there is nothing to tell, or nobody listens.</summary>
    /// <param name="organization">The organization of the contact.</param>
    /// <param name="before">The contact as it was; null for a new one.</param>
    /// <param name="after">The contact as it will be.</param>
    /// <param name="cancellation">Cancels the call.</param>
    Task<TableEntity?> PrepareAsync(OrganizationId organization, Contact? before, Contact after, CancellationToken cancellation);

    /// <summary>The row to be stored with new contacts of one shard, whose creation it tells of; null when nobody listens.</summary>
    Task<TableEntity?> PrepareManyAsync(OrganizationId organization, IReadOnlyList<Contact> created, CancellationToken cancellation);

    /// <summary>Sends what a stored row holds. Does not fail: what cannot be sent now is found later.</summary>
    Task SendAsync(TableEntity row, CancellationToken cancellation);
}
