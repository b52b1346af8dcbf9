using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Takes an erased contact's name, and what a provider called its messages, out of the ledger of the run it is or was last in;
/// the outcomes stay, so that counts do (docs/decisions/0113).
/// </summary>
internal sealed class LedgerErasure(SequencesOfContact sequences, LedgerStore ledger) : IContactTraces
{
    private const int PageSize = 100;

    /// <inheritdoc/>
    public async Task EraseAsync(OrganizationId organization, ContactId contact, CancellationToken cancellation)
    {
        SequenceId? after = null;
        do
        {
            var (found, next) = await sequences.ReadAsync(organization, contact, after, PageSize, cancellation);
            foreach (var (_, place) in found) await EraseAsync(place.Ledger, contact, cancellation);
            after = next;
        }
        while (after is not null);
    }

    private async Task EraseAsync(LedgerPlace chunk, ContactId contact, CancellationToken cancellation) => await OptimisticWrite.UntilWonAsync(async () =>
    {
        var isWon = true;
        foreach (var (place, stored) in await ledger.ListAsync(chunk, cancellation))
        {
            var erased = stored.Ledger.Erase(contact);
            if (erased != stored.Ledger) isWon &= await ledger.TryWriteAsync(place, erased, stored.Version, cancellation) is not null;
        }

        return isWon ? this : null;
    });
}
