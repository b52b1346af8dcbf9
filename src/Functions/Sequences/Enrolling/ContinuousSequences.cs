using Cadenza.Functions.Contacts;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>The continuous sequences that take newcomers, as stored now: what was started before a contact changed counts, by whichever instance of the app.</summary>
internal sealed class ContinuousSequences(SequenceStore sequences) : IContinuousSequences
{
    /// <inheritdoc/>
    public async Task<bool> AnyAsync(OrganizationId organization, CancellationToken cancellation) =>
        (await sequences.ListContinuousAsync(organization, cancellation)).Count > 0;
}
