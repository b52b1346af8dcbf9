using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>What came of creating or changing a contact.</summary>
internal enum ContactWrite
{
    /// <summary>It is stored.</summary>
    Done,

    /// <summary>Somebody else has the e-mail address.</summary>
    EmailTaken,

    /// <summary>Somebody else has the phone number.</summary>
    PhoneTaken,
}

/// <content>Creating and changing contacts.</content>
internal sealed partial class ContactStore
{
    private const int MaxRaces = 10;

    // A reservation is relied on for half the time after which others take it for abandoned.
    private static readonly TimeSpan ReservedFor = ContactClaims.AbandonedAfter / 2;

    /// <summary>
    /// Stores a new contact unless one of its addresses is taken. Safe against concurrent creation of the same person. One
    /// transaction; a second address that lives in another shard costs one insertion more.
    /// </summary>
    public async Task<(ContactWrite Result, ETag Version)> CreateAsync(OrganizationId organization, Contact contact, CancellationToken cancellation)
    {
        var told = events is null ? null : await events.PrepareAsync(organization, null, contact, cancellation);
        var written = await WriteAsync(organization, contact.Id, [StorageErrors.Add(ContactRows.ToRow(organization, contact)), .. Added(told)], ContactAddress.Of(contact), [], cancellation);
        if (told is not null && written.Result == ContactWrite.Done) await events!.SendAsync(told, cancellation);
        return written;
    }

    /// <summary>
    /// Stores a changed contact unless one of its new addresses is taken. Addresses it gives up are free afterwards. A crash
    /// leaves either the old contact or the new one, and at worst a claim that is taken over when somebody wants it.
    /// </summary>
    /// <param name="organization">The organization.</param>
    /// <param name="read">What it replaces.</param>
    /// <param name="changed">The contact from now on.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <param name="isTold">Whether somebody else tells of the change: the run of a workflow does so itself.</param>
    /// <exception cref="RequestFailedException">412 or 404: it was changed or erased since it was read.</exception>
    public async Task<(ContactWrite Result, ETag Version)> UpdateAsync(
        OrganizationId organization, StoredContact read, Contact changed, CancellationToken cancellation, bool isTold = false)
    {
        var before = ContactAddress.Of(read.Contact);
        var after = ContactAddress.Of(changed);
        var replacement = StorageErrors.Replace(ContactRows.ToRow(organization, changed), read.Version);
        var told = events is null || isTold ? null : await events.PrepareAsync(organization, read.Contact, changed, cancellation);
        var written = await WriteAsync(
            organization, changed.Id, [replacement, .. Added(told)], [.. after.Except(before)], [.. before.Except(after)], cancellation);
        if (told is not null && written.Result == ContactWrite.Done) await events!.SendAsync(told, cancellation);
        return written;
    }

    private static IEnumerable<TableTransactionAction> Added(TableEntity? row) => row is null ? [] : [StorageErrors.Add(row)];

    /// <summary>
    /// Notes in a contact's row when it was sent a message; for many contacts see <see cref="LastContactStore"/>. Never moves the
    /// time backwards, nor back to one that was overruled, and never brings an erased contact back.
    /// </summary>
    public Task TouchAsync(OrganizationId organization, ContactId contact, DateTimeOffset at, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            if (await GetAsync(organization, contact, cancellation) is not { } read || ReferenceEquals(read.Contact.WithLastContact(at), read.Contact)) return;
            var change = new TableEntity(ContactRows.Partition(organization, contact.Shard), ContactRows.Key(contact)) { [ContactRows.LastContactedColumn] = at };
            await tables.Contacts.UpdateEntityAsync(change, read.Version, TableUpdateMode.Merge, cancellation);
        });

    // Claims in other shards come first; the contact's own row and the claims beside it are one transaction; last go the
    // claims given up in other shards.
    private async Task<(ContactWrite Result, ETag Version)> WriteAsync(
        OrganizationId organization,
        ContactId id,
        List<TableTransactionAction> contact,
        List<ContactAddress> gained,
        List<ContactAddress> lost,
        CancellationToken cancellation)
    {
        var startedAt = clock.GetUtcNow();
        var reserved = new List<(ContactAddress Address, ETag Version, bool IsNew)>();
        foreach (var address in gained.Where(address => address.Shard != id.Shard))
        {
            if (await _claims.ReserveAsync(organization, address, id, cancellation) is not { } reservation)
            {
                await ReleaseAsync(organization, reserved);
                return (address.Taken, default);
            }

            reserved.Add((address, reservation.Version, reservation.IsNew));
        }

        var givenUp = await ReadElsewhereAsync(organization, id, lost, cancellation);
        if (reserved.Count > 0 && clock.GetUtcNow() - startedAt > ReservedFor)
        {
            await ReleaseAsync(organization, reserved);
            throw new RequestFailedException(503, "Storage took so long that a reservation could have been taken over.");
        }

        try
        {
            var (result, version) = await CommitAsync(organization, id, contact, gained, lost, cancellation);
            if (result != ContactWrite.Done) await ReleaseAsync(organization, reserved);
            else foreach (var (address, claim) in givenUp) await _claims.ReleaseAsync(organization, address, claim, cancellation);
            return (result, version);
        }
        catch (RequestFailedException error) when (error.IsStale() || error.IsMissing())
        {
            await ReleaseAsync(organization, reserved);
            throw;
        }
    }

    private async Task<(ContactWrite Result, ETag Version)> CommitAsync(
        OrganizationId organization,
        ContactId id,
        List<TableTransactionAction> contact,
        List<ContactAddress> gained,
        List<ContactAddress> lost,
        CancellationToken cancellation)
    {
        List<ContactAddress> beside = [.. gained.Where(address => address.Shard == id.Shard)];
        // ETag.All: the contact has these addresses in the version that this transaction replaces, so the claims are its own.
        List<TableTransactionAction> removals = [.. lost.Where(address => address.Shard == id.Shard).Select(address => new TableTransactionAction(
            TableTransactionActionType.Delete, ContactRows.Claim(organization, address, id, default), ETag.All))];
        var claims = beside.ToDictionary(address => address, address => StorageErrors.Add(ContactRows.Claim(organization, address, id, clock.GetUtcNow())));
        for (var race = 1; ; race++)
        {
            try
            {
                var responses = await tables.Contacts.SubmitTransactionAsync([.. contact, .. claims.Values, .. removals], cancellation);
                return (ContactWrite.Done, responses.Value[0].NewETag());
            }
            catch (RequestFailedException error) when (IsAboutClaims(error, claims.Count) && race < MaxRaces)
            {
                foreach (var address in beside)
                {
                    var claim = ContactRows.Claim(organization, address, id, clock.GetUtcNow());
                    var state = await _claims.InspectAsync(organization, address, id, cancellation);
                    if (state is ClaimState.Taken) return (address.Taken, default);
                    claims[address] = state is ClaimState.Free { Version: var version } ? StorageErrors.Replace(claim, version) : StorageErrors.Add(claim);
                }
            }
        }
    }

    // The first action is the contact itself; nothing else but claims can be in the way.
    private static bool IsAboutClaims(RequestFailedException error, int claims)
    {
        if (claims == 0 || !(error.IsConflict() || error.IsStale() || error.IsMissing())) return false;
        return error is not TableTransactionFailedException { FailedTransactionActionIndex: 0 };
    }

    private async Task<List<(ContactAddress Address, ETag Version)>> ReadElsewhereAsync(
        OrganizationId organization, ContactId id, List<ContactAddress> lost, CancellationToken cancellation)
    {
        var found = new List<(ContactAddress, ETag)>();
        foreach (var address in lost.Where(address => address.Shard != id.Shard))
        {
            if (await _claims.ReadAsync(organization, address, cancellation) is { } claim && claim.Owner == id) found.Add((address, claim.Version));
        }

        return found;
    }

    // Only what this call added or took over: a claim that was its contact's already may be relied on by another call.
    private async Task ReleaseAsync(OrganizationId organization, List<(ContactAddress Address, ETag Version, bool IsNew)> reserved)
    {
        foreach (var (address, version, isNew) in reserved)
        {
            // Not cancelled with the request: the address would be nobody's for a minute.
            if (isNew) await _claims.ReleaseAsync(organization, address, version, CancellationToken.None);
        }
    }
}
