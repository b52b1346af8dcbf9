using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>
/// Whose addresses are. A claim holds as long as its contact exists and has the address; a claim made for a contact that
/// never came to have it (its process died) is abandoned after a minute, and whoever wants the address then takes it over,
/// on the version read. A claim is renewed, and so gets another version, before it is relied on again. Hence whoever gives
/// an address up removes exactly the claim they knew while they had it. See docs/decisions/0004 and 0021.
/// </summary>
internal sealed class ContactClaims(StorageTables tables, TimeProvider clock)
{
    /// <summary>For how long a claim without its contact is respected.</summary>
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);

    private const int MaxRaces = 10;

    /// <summary>Claims an address that lives in another shard than its contact, ahead of the contact's own row.</summary>
    /// <returns>The claim's version and whether it is new; null when somebody else has the address.</returns>
    public async Task<(ETag Version, bool IsNew)?> ReserveAsync(
        OrganizationId organization, ContactAddress address, ContactId owner, CancellationToken cancellation)
    {
        var row = ContactRows.Claim(organization, address, owner, clock.GetUtcNow());
        for (var race = 1; race <= MaxRaces; race++)
        {
            try
            {
                return ((await tables.Contacts.AddEntityAsync(row, cancellation)).NewETag(), true);
            }
            catch (RequestFailedException error) when (error.IsConflict())
            {
                // Somebody has it, or had it.
            }

            switch (await InspectAsync(organization, address, owner, cancellation))
            {
                case ClaimState.Taken: return null;
                case ClaimState.Missing: continue;
                case ClaimState.Free { Version: var version, IsOwn: var isOwn }:
                    if (await TryRenewAsync(row, version, cancellation) is { } renewed) return (renewed, !isOwn);
                    continue;
            }
        }

        return null;
    }

    /// <summary>Who has an address, as seen by somebody who wants it.</summary>
    public async Task<ClaimState> InspectAsync(
        OrganizationId organization, ContactAddress address, ContactId wantedBy, CancellationToken cancellation)
    {
        if (await ReadAsync(organization, address, cancellation) is not { } held) return new ClaimState.Missing();
        if (held.Owner == wantedBy) return new ClaimState.Free(held.Version, IsOwn: true);
        var isYoung = clock.GetUtcNow() - held.At < AbandonedAfter;
        if (isYoung) return new ClaimState.Taken();
        var owner = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(
            ContactRows.Partition(organization, held.Owner.Shard), ContactRows.Key(held.Owner), cancellationToken: cancellation);
        return owner.HasValue && address.IsOf(ContactRows.FromRow(owner.Value!, held.Owner))
            ? new ClaimState.Taken()
            : new ClaimState.Free(held.Version, IsOwn: false);
    }

    /// <summary>Whose a claim is, its version and when it was made; null when nobody claims the address.</summary>
    public async Task<(ContactId Owner, ETag Version, DateTimeOffset At)?> ReadAsync(
        OrganizationId organization, ContactAddress address, CancellationToken cancellation)
    {
        var row = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(
            ContactRows.Partition(organization, address.Shard), address.RowKey, cancellationToken: cancellation);
        return row.HasValue
            ? (ContactId.Parse(row.Value!.Text(ContactRows.OwnerColumn)), row.Value!.ETag, row.Value!.Time(ContactRows.ClaimedAtColumn))
            : null;
    }

    /// <summary>Removes a claim in the version known; one that was renewed or taken over since stays.</summary>
    public async Task ReleaseAsync(OrganizationId organization, ContactAddress address, ETag version, CancellationToken cancellation)
    {
        try
        {
            await tables.Contacts.DeleteEntityAsync(ContactRows.Partition(organization, address.Shard), address.RowKey, version, cancellation);
        }
        catch (RequestFailedException error) when (error.IsStale() || error.IsMissing())
        {
            // It is relied on by somebody else now, or gone already.
        }
    }

    private async Task<ETag?> TryRenewAsync(TableEntity row, ETag version, CancellationToken cancellation)
    {
        try
        {
            return (await tables.Contacts.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellation)).NewETag();
        }
        catch (RequestFailedException error) when (error.IsStale() || error.IsMissing())
        {
            return null;
        }
    }
}

/// <summary>What stands between somebody and an address.</summary>
internal abstract record ClaimState
{
    private ClaimState()
    {
    }

    /// <summary>Nobody claims it.</summary>
    public sealed record Missing : ClaimState;

    /// <summary>Another contact has it, or is about to.</summary>
    public sealed record Taken : ClaimState;

    /// <summary>There is a claim that may be replaced: one's own, or an abandoned one.</summary>
    public sealed record Free(ETag Version, bool IsOwn) : ClaimState;
}
