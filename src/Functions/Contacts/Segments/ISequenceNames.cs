using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Contacts.Segments;

/// <summary>Finds the sequences that filters name.</summary>
internal interface ISequenceNames
{
    /// <summary>The sequence that an id or custom id stands for, or null.</summary>
    Task<SequenceId?> FindIdAsync(OrganizationId organization, string name, CancellationToken cancellation);
}
